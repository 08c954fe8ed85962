"""newsquotes: the pure library behind the quote dataset.

Frames and plain values in, frames out. Nothing here imports the orchestrator or the checker, reads the environment,
or looks at the clock.
"""

__version__ = "0.1.0"
