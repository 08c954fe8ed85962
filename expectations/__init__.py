"""Checks of what the pipeline makes: suites of rules, the gate that runs them, Data Docs and the report.

Uses `newsquotes`, never `flows`. Great Expectations is imported only inside the functions of `gate` and `docs` that
need it, because its import takes seconds.
"""
