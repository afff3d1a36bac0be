"""Articles and what they claim, as commands read them: of pages, or of what is watched.

What cannot be read is told on standard error, and the others are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.output import counting, say
from keiretsu.errors import KeiretsuError

if TYPE_CHECKING:
    from keiretsu.cli.news_llm import Beside
    from keiretsu.news.corroboration import Page
    from keiretsu.news.inputs.reading import ReadArticle

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...", help="Files, folders, feeds or addresses; - is stdin."
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="DAY", help="What is watched, from this day on, not pages."
    ),
]
Sure = Annotated[
    float | None,
    typer.Option(
        help="Least probability of a claim, 0 to 1; else what its kind needs."
    ),
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Ask hosts of your own network too.")
]


class Reading:
    """Articles with their claims, as they are read; what cannot be is told."""

    def __init__(
        self,
        paths: list[str],
        known: dict[str, Any],
        allow_private: bool,
        workers: int,
        also: Beside | None = None,
    ) -> None:
        self.also = also
        self._paths = paths
        self._known = known
        self._allow_private, self._workers = allow_private, workers
        self.read = self.unread = 0

    def __iter__(self) -> Iterator[ReadArticle]:
        """Read; an error ends it where there is nothing but the one that has it."""
        from keiretsu.news.fetching import fetch
        from keiretsu.news.inputs.reading import ReadArticle, read_all

        ask = partial(fetch, allow_private=self._allow_private)
        last: KeiretsuError | None = None
        with counting("reading") as count:
            for one in read_all(
                self._paths, workers=self._workers, ask=ask, **self._known
            ):
                if last:
                    say(f"error: {last}")
                last = None
                if isinstance(one, ReadArticle):
                    self.read += 1
                    if one.notice:
                        say(f"note: {one.notice}")
                    yield one if self.also is None else self.also.read(one)
                else:
                    self.unread += 1
                    last = one.error
                count(self.read + self.unread)
        if last and self.read + self.unread == 1:
            raise last
        if last:
            say(f"error: {last}")


def pages_of(
    paths: list[str] | None,
    since: str | None,
    file: Path | None,
    *,
    sure: float | None = None,
    allow_private: bool = False,
) -> tuple[tuple[Page, ...], int]:
    """Return the pages of some paths, or of what is watched, and how many had none.

    Raises
    ------
    BadParameter
        If neither or both are given.
    DataError
        If none of the pages can be read.
    """
    from keiretsu.news.corroboration import Page

    if (since is None) == (not paths):
        raise typer.BadParameter("give pages, or --since DAY for what is watched")
    if since is not None:
        return _watched(since, file), 0
    known = {} if sure is None else {"sure": _probability(sure)}
    reading = Reading(paths or [], known, allow_private, 1)
    found = tuple(Page.of(one.article, one.claims) for one in reading)
    if not found:
        raise typer.Exit(1)
    return found, reading.unread


def tell_unread(pages: Collection[object], unread: int) -> None:
    """End a command with status 1 where a page was not read, as `news read` does."""
    if unread:
        count = len(pages) + unread
        say(f"error: {unread} of {count} articles were not read")
        raise typer.Exit(1)


def _watched(since: str, file: Path | None) -> tuple[Page, ...]:
    from keiretsu.news.corroboration import Page
    from keiretsu.news.watch.store import chosen_file, open_watch
    from keiretsu.units import PartialDate

    first = PartialDate(since).first.isoformat()
    with open_watch(chosen_file(file)) as store:
        return tuple(Page.of_row(row) for row in store.since(first))


def _probability(sure: float) -> float:
    from keiretsu.news.pipeline import probability

    return probability(sure)
