"""What is watched, what was found of it, what waits, and what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Source:
    """One thing that is watched: an address, or a folder."""

    id: int
    name: str
    kind: str
    private: bool
    title: str | None
    etag: str | None
    modified: str | None
    checked: str | None
    problem: str | None
    tries: int
    next: float


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An article that was found and is still to be read."""

    id: int
    key: str
    private: bool
    url: str | None
    title: str | None
    publisher: str | None
    date: str | None
    text: str | None
    is_whole: bool
    tries: int


@dataclass(frozen=True, kw_only=True)
class New:
    """An article that was found; by its key it is known again."""

    key: str
    host: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    text: str | None = None
    is_whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was read of an article, and its claims as plain data.

    The text is not kept, but for its opening: there an agency is named.
    """

    title: str | None
    publisher: str | None
    date: str | None
    day: str
    claims: Sequence[dict[str, Any]]
    author: str | None = None
    opening: str = ""
    problem: str | None = None
