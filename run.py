#!/usr/bin/env python3
"""Set up `.venv` once, then run: `python3 run.py demo | test | <any plateau command>`.

Standard library only. Uses uv where it is on PATH, otherwise venv and pip; both install exactly
what `requirements.lock` pins, with hashes. A stamp in `.venv` makes the next start immediate.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  older interpreters are who this line is for
    sys.exit("run.py: Python 3.11 or newer is needed, this is " + sys.version.split()[0])

import hashlib
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "plateau-setup"
LOCK = ROOT / "requirements.lock"
NO_ENSUREPIP = (
    "run.py: this Python has no ensurepip, so no environment can be made; run: "
    "apt install python3-venv (Debian, Ubuntu), or install uv, then run this again"
)
HELP = """usage: python3 run.py demo [--out DIR] [...]   the sample city through every analysis
       python3 run.py test [pytest arguments]  the whole test suite
       python3 run.py COMMAND [...]            any command of plateau, such as: info PATH
"""


class SetupError(Exception):
    """A step of the set-up failed; the message is the line to show."""


def environment() -> dict[str, str]:
    """Variables of a child process: nothing that would let foreign packages in."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "PYTHONNOUSERSITE": "1"}


def fingerprint() -> str:
    """Return a hash of what `.venv` depends on: pins, metadata, interpreter, place."""
    # The editable install and the scripts hold absolute paths: a moved copy is made anew.
    place = f"{sys.version_info[:2]} {sys.platform} {ROOT}".encode(errors="surrogateescape")
    files = (ROOT / "pyproject.toml").read_bytes() + b"\0" + LOCK.read_bytes()
    return hashlib.sha256(place + b"\0" + files).hexdigest()


def is_ready() -> bool:
    """Whether `.venv` was finished, for these pins, and its interpreter is still there."""
    try:
        return PYTHON.exists() and STAMP.read_text(encoding="ascii").strip() == fingerprint()
    except OSError:
        return False


def step(*command: str | Path) -> None:
    """Run one command of the set-up; its output goes to stderr, stdout belongs to plateau."""
    line = [os.fspath(part) for part in command]
    with subprocess.Popen(line, cwd=ROOT, env=environment(), stdout=2) as process:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            process.terminate()
            raise
    if code:
        raise SetupError(f"run.py: set-up failed (exit {code}): {' '.join(line)}")


def announce(tool: str) -> None:
    """Say what takes the next minutes."""
    print(f"run.py: setting up {VENV} with {tool}, once, some minutes", file=sys.stderr, flush=True)


def set_up_with_uv(uv: str) -> None:
    """Make `.venv` with uv."""
    announce("uv")
    step(uv, "venv", "--python", sys.executable, VENV)
    step(uv, "pip", "sync", "--require-hashes", "--python", PYTHON, LOCK)
    step(uv, "pip", "install", "--python", PYTHON, "--no-deps", "--no-build-isolation", "-e", ROOT)


def set_up_with_pip() -> None:
    """Make `.venv` with the standard library and pip."""
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise SetupError(NO_ENSUREPIP)
    announce("pip")
    step(sys.executable, "-m", "venv", VENV)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install")
    step(*pip, "--require-hashes", "-r", LOCK)
    step(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)


def fresh_venv() -> None:
    """Remove what is left of an older or interrupted set-up."""
    if Path(sys.prefix).resolve() == VENV:
        raise SetupError("run.py: .venv must be made anew; use the Python outside of .venv")
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)


def set_up() -> None:
    """Make `.venv` from nothing and stamp it; whatever was half-made goes first."""
    uv = shutil.which("uv")
    fresh_venv()
    if uv:
        try:
            set_up_with_uv(uv)
        except SetupError as failure:
            print(f"{failure}; trying pip", file=sys.stderr)
            fresh_venv()
            uv = None
    if not uv:
        set_up_with_pip()
    STAMP.write_text(fingerprint() + "\n", encoding="ascii")


def command_line(arguments: list[str]) -> list[str]:
    """Return what to run in `.venv` for the arguments of this script."""
    name, rest = arguments[0], arguments[1:]
    if name == "test":
        os.chdir(ROOT)
        return [str(PYTHON), "-m", "pytest", "-q", *rest]
    if name == "demo" and not any(a == "--out" or a.startswith("--out=") for a in rest):
        rest = ["--out", str(ROOT / "demo_output"), *rest]
    # -P: a folder called plateau where the user stands is not what is meant.
    return [str(PYTHON), "-P", "-m", "plateau", name, *rest]


def run(line: list[str]) -> NoReturn:
    """Become the command, where the system can; its exit code is ours."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "posix":
        os.execve(line[0], line, environment())
    sys.exit(subprocess.run(line, env=environment(), check=False).returncode)


def main(arguments: list[str]) -> NoReturn:
    """Set up where needed, then run."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(HELP, end="")
        sys.exit(0 if arguments else 2)
    try:
        if not is_ready():
            set_up()
        run(command_line(arguments))
    except SetupError as failure:
        sys.exit(str(failure))
    except OSError as failure:
        sys.exit(f"run.py: {failure}")
    except KeyboardInterrupt:
        print("run.py: interrupted; the next run starts the set-up anew", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])
