"""Articles and their annotation in, quotations out: direct, mixed and indirect, with offsets and groups.

Who speaks is left to attribution, except where the grammar of a reported clause names the cue and the speaker's
mention. What stands between marks and is no quotation goes to `rejects` with the rule that dropped it.
"""

from newsquotes.extract.extract import ExtractConfig, Extracted, extract_quotations

__all__ = ["ExtractConfig", "Extracted", "extract_quotations"]
