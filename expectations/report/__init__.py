"""The one page to read first: what went in, what came out, what was dropped and why, and what the rules found.

Comes in: the tables of a run, its verdicts, and the summary of the run before. Goes out: plain data, one HTML page that
needs no network, and a summary for the next run. Reads no clock and writes no file.
"""

from expectations.report.build import build_report_data, summarise
from expectations.report.page import render_report

__all__ = ["build_report_data", "render_report", "summarise"]
