"""Changes to a valid file that strangers, disks and editors make."""

from __future__ import annotations

import random
from collections.abc import Callable

ODD = (
    *(b"\0", b"\x1b[31m", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x0c"),
    *(b"1e308", b"-1", b"nan", b"inf", b"9" * 400, b"0x10", b"1_000", b"\xd9\xa5"),
    *(b"'", b'"', b",", b";", b"\n", b"\r", b"\t", b"[", b"]", b"{", b"}", b"=", b"."),
    *(b"<script>", b"=cmd|' /C calc'!A0", b"\xe2\x80\xae", b"null", b"true", b"[]"),
    *(b"9999-12-31", b"0000-00-00", b"2025-13-40", b"x" * 3_000, b"a." * 300),
)

Change = Callable[[bytes, random.Random], bytes]


def _flip(data: bytes, rng: random.Random) -> bytes:
    where = rng.randrange(len(data))
    return (
        data[:where] + bytes([data[where] ^ 1 << rng.randrange(8)]) + data[where + 1 :]
    )


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _remove(data: bytes, rng: random.Random) -> bytes:
    first = rng.randrange(len(data))
    return data[:first] + data[first + rng.randrange(1, 40) :]


def _insert(data: bytes, rng: random.Random) -> bytes:
    where = rng.randrange(len(data))
    return data[:where] + rng.choice(ODD) + data[where:]


def _replace_word(data: bytes, rng: random.Random) -> bytes:
    first = rng.randrange(len(data))
    return data[:first] + rng.choice(ODD) + data[first + rng.randrange(1, 12) :]


def _double(data: bytes, rng: random.Random) -> bytes:
    first = rng.randrange(len(data))
    last = first + rng.randrange(1, 200)
    return data[:last] + data[first:last] * rng.randrange(1, 4) + data[last:]


def _swap_lines(data: bytes, rng: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    first, second = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


CHANGES: tuple[Change, ...] = (
    *(_flip, _cut, _remove, _insert, _replace_word, _double, _swap_lines),
)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return data with one to four changes."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        data = rng.choice(CHANGES)(data or b"x", rng)
    return data
