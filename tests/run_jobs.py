"""Jobs that worker processes import by name, without anything heavy: for the tests of engines."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def squared(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def odd_ones_fail(number: int) -> int:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number


def first_time_fatal(job: tuple[int, str]) -> int:
    """Kill the own process once for number 2."""
    number, folder = job
    mark = Path(folder) / "died"
    with (Path(folder) / "tries").open("a", encoding="ascii") as file:
        file.write(f"{number}\n")
    if number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return number


def always_fatal(number: int) -> int:
    """Kill the own process for number 2."""
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return number


def tell_process(folder: Path, name: str) -> None:
    """Leave the number of the own process; whoever looks finds all of it or nothing."""
    started = folder / f"{name}.started"
    started.write_text(str(os.getpid()), encoding="ascii")
    started.rename(folder / f"{name}.pid")


def patient(job: tuple[int, str]) -> int:
    number, folder = job
    tell_process(Path(folder), str(number))
    time.sleep(60.0)
    return number
