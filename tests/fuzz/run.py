"""One run: mutated inputs through readers or commands, and what became of each."""

from __future__ import annotations

import random
import re
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from keiretsu.errors import KeiretsuError
from tests.fuzz.checks import broken
from tests.fuzz.commands import Command, changed
from tests.fuzz.mutation import mutated
from tests.fuzz.process import run
from tests.fuzz.readers import Reader


@dataclass
class Outcome:
    """What a run came to.

    Attributes
    ----------
    inputs
        Inputs by reader.
    refused
        Those that ended in an error of ours.
    foreign
        Tracebacks of others, by where they came from; the input that did it.
    changed
        Readers that showed a wrong fact of a damaged store.
    slowest
        Seconds of processor time, and reader or command.
    megabytes
        The most memory that a command held.
    """

    inputs: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    foreign: dict[str, bytes] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    megabytes: float = 0.0


def fuzz(
    readers: Mapping[str, tuple[Reader, str, bytes]],
    folder: Path,
    *,
    seed: int,
    count: int,
    outcome: Outcome | None = None,
) -> Outcome:
    """Give each reader a number of mutated inputs."""
    found = Outcome() if outcome is None else outcome
    rng = random.Random(seed)
    for name, (read, file, valid) in readers.items():
        expected = repr(read(_written(folder / file, valid)))
        for _ in range(count):
            data = mutated(valid, rng)
            _one(found, name, read, _written(folder / file, data), expected)
    return found


def fuzz_commands(
    found: Outcome,
    commands: Mapping[str, Command],
    folder: Path,
    *,
    seed: int,
    count: int = 1,
) -> None:
    """Run each command with other words and files, a number of times."""
    rng = random.Random(seed)
    work = folder / "commands" / "run"  # a word may lead one folder up
    for line, given in commands.items():
        for _ in range(count):
            command = changed(given, rng)
            ended = run(command, work)
            found.inputs["commands"] += 1
            found.refused["commands"] += ended.status != 0
            found.slowest = max(found.slowest, (ended.seconds, line))
            found.megabytes = max(found.megabytes, ended.megabytes)
            for what in broken(command, given, ended, work):
                data = repr((command, ended)).encode()
                found.foreign.setdefault(f"{line}: {what}", data)


def _written(path: Path, data: bytes) -> Path:
    for log in ("-wal", "-shm"):
        path.with_name(f"{path.name}{log}").unlink(missing_ok=True)
    path.write_bytes(data)
    return path


def _one(found: Outcome, name: str, read: Reader, path: Path, expected: str) -> None:
    found.inputs[name] += 1
    data = path.read_bytes()
    began = time.process_time()
    try:
        said = repr(read(path))
        if name == "store" and said != expected:
            found.changed.append(name)
    except KeiretsuError as error:
        found.refused[name] += 1
        said = error.args[0].rstrip()
        if "\n" in said and not re.match(r"\d+ faults? in", said):
            found.foreign[f"{name}: more than one line: {said[:200]}"] = data
    except Exception as error:  # what is looked for
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{name}: {type(error).__name__}: {error!s:.80} ({last.filename}:"
        found.foreign.setdefault(f"{where}{last.lineno})", data)
    took = time.process_time() - began
    found.slowest = max(found.slowest, (took, name))
