"""What every command owes, whatever it is given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from keiretsu.characters import harmful_count
from keiretsu.landscape.store import Place
from keiretsu.landscape.store.doctor import examine
from tests.fuzz.commands import Command
from tests.fuzz.process import OLD, Ended

MARKUP = b"<script>alert(7)</script>"
PASSWORD = b"s3cret"
MOST_MEGABYTES = 1_000


def broken(command: Command, given: Command, ended: Ended, folder: Path) -> list[str]:
    """Return what a command did not keep; `given` is it before any change."""
    return [
        *_ended(ended),
        *_said(command, ended),
        *_written(given, ended, folder),
        *_stored(command, given, folder),
    ]


def _ended(ended: Ended) -> Iterator[str]:
    if ended.status not in (0, 1, 2):
        yield f"exit status {ended.status}"
    if b"Traceback" in ended.stderr:
        lines = ended.stderr.decode("utf-8", "replace").strip().splitlines()
        place = next((line for line in reversed(lines) if "File " in line), "")
        yield f"traceback {lines[-1][:100]} {place.strip()[-80:]}"
    if ended.status == 1 and not (ended.stdout or b"error: " in ended.stderr):
        yield "exit status 1 without a word"
    if ended.megabytes > MOST_MEGABYTES:
        yield f"{ended.megabytes:.0f} MB"


def _said(command: Command, ended: Ended) -> Iterator[str]:
    for name, said in (("stdout", ended.stdout), ("stderr", ended.stderr)):
        try:
            text = said.decode("utf-8")
        except UnicodeDecodeError:
            yield f"{name} is not UTF-8"
            continue
        if harmful_count(text):
            yield f"{name} holds what steers a terminal"
        if PASSWORD in said:
            yield f"{name} holds a password"
    if (
        "--json" in command.words
        and ended.status == 0
        and "--help" not in command.words
    ):
        yield from _json(ended.stdout, command)


def _json(said: bytes, command: Command) -> Iterator[str]:
    text = said.decode("utf-8", "replace")
    try:
        for one in text.splitlines() if command.words[:1] == ("news",) else [text]:
            json.loads(one, parse_constant=_no_number)
    except ValueError as error:
        yield f"--json is not JSON: {error!s:.60}"


def _no_number(said: str) -> NoReturn:
    raise ValueError(f"{said} is no number of JSON")


def _written(given: Command, ended: Ended, folder: Path) -> Iterator[str]:
    if list(folder.glob(".keiretsu-*")):
        yield "a part of a file is left"
    if given.out is None:
        return
    written = (folder / given.out).read_bytes()
    if ended.status not in (0, 1) and written != OLD:
        yield f"{given.out} is written at exit status {ended.status}"
    if not written:
        yield f"{given.out} is empty"
    if MARKUP in written and given.out.endswith(("html", "svg")):
        yield f"{given.out} holds markup that was given as text"


def _stored(command: Command, given: Command, folder: Path) -> Iterator[str]:
    store = given.store
    if store is None or command.files.get(store) != given.files[store]:
        return
    wrong = [one.text for one in examine(Place(folder / store)) if not one.is_sound]
    if wrong:
        yield f"doctor finds in the store: {wrong[0]!s:.60}"
