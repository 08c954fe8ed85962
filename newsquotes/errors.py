"""Errors that a user can act on: each names the file or value and says what to do."""


class NewsquotesError(Exception):
    """Base of every error that is shown to the user as one line, without a traceback."""


class SchemaError(NewsquotesError):
    """A frame does not have the columns or types that its table declares."""


class SeedError(NewsquotesError):
    """A reference table in `seeds/` is missing, malformed or contradicts itself."""


class SourceError(NewsquotesError):
    """An input path does not exist or cannot be listed."""


class ModelError(NewsquotesError):
    """The language model named in the configuration is not installed."""


class ExportError(NewsquotesError):
    """The dataset could not be written whole; the last good one is untouched."""


class StateError(NewsquotesError):
    """What was kept of earlier texts is missing, or another version kept it."""
