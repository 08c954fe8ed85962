"""Imported once by the server from which the workers of `annotate` are forked: they begin with the model in memory.

Nothing here may start a thread or import a library that does, as polars does: a fork would copy its locks as they are.
"""

from contextlib import suppress

from flows.collector import kept_for_good

with kept_for_good():
    from newsquotes.errors import ModelError
    from newsquotes.language_model import DEFAULT_MODEL, load_model

    with suppress(ModelError):  # the worker that needs the model says what is wrong
        load_model(DEFAULT_MODEL)
