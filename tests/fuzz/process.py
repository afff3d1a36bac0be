"""One command in a process of its own, within limits of time and memory.

The process is a fork of this one, which has loaded what commands load, so that a run
costs what the command does. Words with which it could not be started from a shell (a
zero byte) are not made.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import keiretsu
from tests.fuzz.commands import Command

SECONDS = 20
"""Processor time after which a command is ended."""
BYTES = 3_000_000_000
OLD = b"what was there"
ESCAPED = 70
"""Exit status where an exception came out of the command."""


@dataclass(frozen=True)
class Ended:
    """How a command ended.

    Attributes
    ----------
    status
        Exit status; below 0, the signal that ended it.
    stdout, stderr
        What it said.
    seconds
        Processor time.
    megabytes
        Most memory held at once, what the fork shares with its parent included.
    """

    status: int
    stdout: bytes
    stderr: bytes
    seconds: float
    megabytes: float


def run(command: Command, folder: Path) -> Ended:
    """Run a command in an empty folder that holds its files, and what it overwrites."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, data in command.files.items():
        (folder / name).write_bytes(data)
    if command.out is not None:
        (folder / command.out).write_bytes(OLD)
    said = [folder.with_suffix(end) for end in (".stdout", ".stderr")]
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        _become(command, folder, *said)
    _, status, used = os.wait4(child, 0)
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    stdout, stderr = (path.read_bytes() for path in said)
    time_used = used.ru_utime + used.ru_stime
    return Ended(code, stdout, stderr, time_used, used.ru_maxrss / 1024)


def _become(command: Command, folder: Path, stdout: Path, stderr: Path) -> None:
    """Be the command; never returns."""
    status = ESCAPED
    try:
        for path, number in ((stdout, 1), (stderr, 2)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.chdir(folder)
        os.environ |= {"XDG_DATA_HOME": str(folder / "home"), "KEIRETSU_WAIT": "1"}
        os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
        sys.argv = ["keiretsu", *command.words]
        from keiretsu.__main__ import main

        main()
        status = 0
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else ESCAPED
    except BaseException:  # what is looked for
        with suppress(BaseException):
            traceback.print_exc()
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def load() -> None:
    """Load every module of ours here, with what it needs, so that forks need not."""
    for module in walk_packages(keiretsu.__path__, "keiretsu."):
        if module.name != "keiretsu.__main__":
            import_module(module.name)
