"""A Prefect server for one run: started early, in a process of its own, and gone with its parent.

The run that needs it starts it before importing Prefect, so that its start-up (the slowest part of a small run)
overlaps with everything else. Run as a module it is the server process itself.
"""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from importlib.metadata import version
from pathlib import Path
from typing import IO

from newsquotes.errors import NewsquotesError

DEFAULT_LOCAL_SERVER = "http://127.0.0.1:4200/api"
START_LIMIT_SECONDS = 180


class ServerError(NewsquotesError):
    """The Prefect server did not start or does not answer."""


def running_server() -> str | None:
    """Address of a Prefect server of our version on this machine's default port, if one answers."""
    answer = _get(f"{DEFAULT_LOCAL_SERVER}/admin/version", timeout=0.5)
    return DEFAULT_LOCAL_SERVER if answer == version("prefect") else None


def answers(api_url: str) -> bool:
    """Whether a Prefect server answers at `api_url`."""
    return _get(f"{api_url.rstrip('/')}/health", timeout=5) is True


def _get(url: str, *, timeout: float) -> object:
    try:
        with urllib.request.urlopen(url, timeout=timeout) as response:
            return json.loads(response.read())
    except (OSError, ValueError):
        return None


class LocalServer:
    """A Prefect server on a free loopback port; `with_schedules` adds the services and the UI that a schedule needs."""

    def __init__(self, environment: dict[str, str], *, with_schedules: bool = False, port: int | None = None) -> None:
        self.port = port or _free_port()
        self.api_url = f"http://127.0.0.1:{self.port}/api"
        home = Path(environment["PREFECT_HOME"])
        home.mkdir(parents=True, exist_ok=True)
        self._log = home / f"server-{self.port}.log"
        self._first_start = _hold_first_start(home)
        only_for_runs = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.server", str(self.port)],
                env={**os.environ, **environment, **({} if with_schedules else only_for_runs)},
                cwd=Path(__file__).resolve().parent.parent,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> str:
        """Block until the server answers; returns its API address. Raises ServerError naming the log."""
        for _ in range(START_LIMIT_SECONDS * 10):
            if answers(self.api_url):
                self._first_start.close()
                return self.api_url
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        self.stop()
        raise ServerError(f"the temporary Prefect server did not start; its log is {self._log}")

    def stop(self) -> None:
        """End the server and wait until it is gone."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._first_start.close()
        if self._process.returncode in (0, -signal.SIGTERM):
            self._log.unlink(missing_ok=True)


def _hold_first_start(home: Path) -> IO[str]:
    """While there is no database yet, let one server at a time make it; closing the file lets the next one go."""
    lock = (home / "first-start.lock").open("w")
    if not (home / "prefect.db").exists():
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end_with_parent() -> None:
    """End this process when its standard input closes, which happens however the parent ends."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


def _serve(port: int) -> None:
    import uvicorn

    _end_with_parent()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="error",
        lifespan="on",
    )


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
