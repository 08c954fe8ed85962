#!/usr/bin/env python3
"""Set up newsquotes and run it. Needs Python 3.11 or newer and pip, nothing else.

    python3 run.py               set up, then make the quote dataset of the sample pages
    python3 run.py test          set up, then pass the tests
    python3 run.py ARGS…         the same as `newsquotes ARGS…`, for example `python3 run.py run my/pages`

Set-up makes `.venv` beside this file from `requirements.lock`, once; it is made again when the lock changes.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
VENV = CHECKOUT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = CHECKOUT / "requirements.lock"
STAMP = VENV / "newsquotes-setup"
PACKAGES = ("newsquotes", "expectations", "flows")
ALL_TESTS = ["--numprocesses", "auto", "--dist", "loadfile"]
SAMPLE_JOB = ["run", "seeds/articles"]


def main(arguments: list[str]) -> int:
    """Set up if needed, then run the tests, the sample job or the given command."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file alone also meets older Pythons
        return fail(f"newsquotes needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    try:
        set_up()
    except subprocess.CalledProcessError as error:
        return fail(f"set-up failed at: {' '.join(map(str, error.cmd))}\nMend what it says above and run this again.")
    if arguments[:1] == ["test"]:
        return call([PYTHON, "-m", "pytest", *(arguments[1:] or ALL_TESTS)], folder=CHECKOUT)
    if not arguments:
        return call([PYTHON, "-m", "flows.cli", *SAMPLE_JOB], folder=CHECKOUT)
    return call([PYTHON, "-m", "flows.cli", *arguments])


def set_up() -> None:
    """Make the virtual environment unless it is there and made from the present lock."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (CHECKOUT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = f"{wanted} {sys.version_info.major}.{sys.version_info.minor} {CHECKOUT}"
    if STAMP.exists() and STAMP.read_text() == stamp and PYTHON.exists():
        return
    print("Setting up .venv (once; a minute or two) …", file=sys.stderr, flush=True)
    check([sys.executable, "-m", "venv", "--clear", VENV])
    install_locked()
    make_prefect_database()
    STAMP.write_text(stamp)


def install_locked() -> None:
    """Install what the lock names, with uv for speed or plain pip where uv cannot be had, then this checkout.

    The pip that comes with Python may be too old to see that a package with an extra is pinned, too.
    """
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    uv = [PYTHON, "-m", "uv", "pip"]
    this_checkout = ["--no-deps", "--no-build-isolation", "--editable", CHECKOUT]
    if install_one(pip, "uv") and works(
        [*uv, "install", "--quiet", "--compile-bytecode", "--require-hashes", "--requirement", LOCK]
    ):
        check([*uv, "install", "--quiet", *this_checkout])
    else:
        install_one(pip, "pip")
        check([*pip, "install", "--quiet", "--require-hashes", "--requirement", LOCK])
        check([*pip, "install", "--quiet", *this_checkout])
    check([PYTHON, "-m", "compileall", "-q", *(CHECKOUT / package for package in PACKAGES)])


def make_prefect_database() -> None:
    """Make Prefect's local database now, so that the first run need not; it makes its own where this fails."""
    home = os.environ.get("PREFECT_HOME", str(CHECKOUT / ".prefect"))
    works([PYTHON, "-m", "prefect", "server", "database", "upgrade", "-y"], {"PREFECT_HOME": home, "DO_NOT_TRACK": "1"})


def install_one(pip: list[object], package: str) -> bool:
    """Install a locked package alone; False where it cannot be had."""
    entry = [part for part in LOCK.read_text().replace("\\\n", " ").splitlines() if part.startswith(f"{package}==")]
    with tempfile.TemporaryDirectory() as folder:
        locked = Path(folder, "one.txt")
        locked.write_text("\n".join(entry))
        return works([*pip, "install", "--quiet", "--require-hashes", "--requirement", locked])


def works(command: list[object], settings: dict[str, str] | None = None) -> bool:
    """Whether the command succeeds, with `settings` in its environment; what it says is shown only if not."""
    environment = {**os.environ, **(settings or {})}
    finished = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment)
    if finished.returncode:
        print(finished.stderr, file=sys.stderr)
    return finished.returncode == 0


def check(command: list[object]) -> None:
    """Run the command; CalledProcessError if it fails."""
    subprocess.run([str(part) for part in command], check=True)


def call(command: list[object], folder: Path | None = None) -> int:
    """The exit code of the command, run in `folder` or where the user is."""
    try:
        return subprocess.run([str(part) for part in command], cwd=folder).returncode
    except KeyboardInterrupt:
        return 130


def fail(message: str) -> int:
    """Say what is wrong; exit code 1."""
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
