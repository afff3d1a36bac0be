"""The way in from a shell: `keiretsu`, or `python -m keiretsu`.

The version is told at once; everything else goes to the command line, which takes a
tenth of a second to load. Whatever happens to the streams ends in one line: a full
disk or a closed stdout is an error, a reader that stops early and an interrupt are not.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from keiretsu.version import __version__

INTERRUPTED = 128 + 2
"""Exit status after Ctrl-C, as a shell gives it."""
UNREAD = 128 + 13
"""Exit status where nobody reads the output any more, as a shell gives it."""


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGINT, _stop)
    if status := guarded(_run):
        sys.exit(status)


def guarded(run: Callable[[], object]) -> Any:
    """Run a program and return its exit status, the state of the streams included."""
    if not _streams():
        return 1
    status: Any = 0
    try:
        try:
            run()
        except SystemExit as stop:
            status = stop.code
        sys.stdout.flush()
    except BrokenPipeError:
        status = UNREAD
    except OSError as error:
        _tell(f"error: the output cannot be written: {error.strerror or error}")
        status = 1
    else:
        return status
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing is left to be written
    return status


def _run() -> None:
    if sys.argv[1:] in (["version"], ["--version"]):
        print(f"keiretsu {__version__}")
        return
    from keiretsu.cli import main as run

    run()


def _streams() -> bool:
    """See that all three streams are open, lest a file of ours takes the place of one.

    A closed stdin or stderr is replaced by nothing; without stdout there is no answer.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stdout is None:
        _tell("error: stdout is closed: there is nowhere to print")
        return False
    return True


def _tell(text: str) -> None:
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:  # nobody hears it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _stop(*_: object) -> NoReturn:
    """End at once, wherever we are; an exception might be swallowed on its way.

    Files are whole or absent without us, and a database undoes what was not committed.
    """
    if "keiretsu.files" in sys.modules:
        sys.modules["keiretsu.files"].discard()
    if sys.stderr.isatty():
        os.write(2, b"\x1b[?25h\n")  # a spinner hides the cursor
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
