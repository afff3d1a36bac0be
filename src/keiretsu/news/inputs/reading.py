"""Names of files, folders and addresses → articles with their claims, one at a time.

With several workers, documents are read in as many processes and come out in their
order; no more than a few wait at any time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from keiretsu.errors import DataError, KeiretsuError
from keiretsu.news import Article, Claim
from keiretsu.news.fetching.fetch import fetch
from keiretsu.news.inputs.document import Document, Unreadable, article_in
from keiretsu.news.inputs.documents import Fetch, Found, documents_in
from keiretsu.news.pipeline import FAIR, read_whole

_WAITING = 4
"""Documents a worker that are handed out before the first is taken back."""


@dataclass(frozen=True, kw_only=True)
class ReadArticle:
    """An article and what it claims.

    Attributes
    ----------
    article, claims
        The article, and what was read in it.
    less_sure
        How many claims that the reader is less sure of are left out.
    """

    article: Article
    claims: tuple[Claim, ...]
    less_sure: int = 0

    @property
    def notice(self) -> str | None:
        """What a reader should know before trusting the claims or their absence."""
        said = self.article.notice
        if not self.less_sure:
            return said
        are = "s are" if self.less_sure > 1 else " is"
        more = (
            f"{self.less_sure} less sure claim{are} left out "
            f"(--sure {FAIR} shows more, about half of them wrong)"
        )
        return f"{said or self.article.id}{'; ' if said else ': '}{more}"


Known = tuple[str | None, str | None, float | None]
_Plain = tuple[Article, list[dict[str, Any]], int] | DataError


def read_all(
    names: Iterable[str | Path],
    *,
    date: str | None = None,
    publisher: str | None = None,
    sure: float | None = None,
    workers: int = 1,
    ask: Fetch = fetch,
) -> Iterator[ReadArticle | Unreadable]:
    """Read whatever some names stand for.

    Parameters
    ----------
    names
        Files, folders, addresses, or `-`.
    date, publisher
        What is known of all of them; it goes before what they say of themselves.
    sure
        Least probability of a claim of the trained reader; None for that of its kind.
    workers
        Processes that read.
    ask
        How an address is fetched.
    """
    found = (one for name in names for one in documents_in(name, ask=ask))
    if workers > 1:
        yield from _side_by_side(found, (date, publisher, sure), workers)
        return
    for one in found:
        if isinstance(one, Unreadable):
            yield one
        else:
            yield read_one(one, date, publisher, sure)


def read_one(
    document: Document,
    date: str | None = None,
    publisher: str | None = None,
    sure: float | None = None,
) -> ReadArticle | Unreadable:
    """Read one document; what cannot be read is told in the answer."""
    try:
        article = article_in(document, date=date, publisher=publisher)
        claims, less_sure = read_whole(article, sure)
        return ReadArticle(article=article, claims=claims, less_sure=len(less_sure))
    except KeiretsuError as error:
        return Unreadable(place=document.place, error=error)


def _side_by_side(
    found: Iterator[Found], known: Known, workers: int
) -> Iterator[ReadArticle | Unreadable]:
    waiting: deque[Unreadable | tuple[Document, Future[_Plain]]] = deque()
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for one in found:
            if isinstance(one, Unreadable):
                waiting.append(one)
            else:
                waiting.append((one, pool.submit(_job, one, known)))
            if len(waiting) > workers * _WAITING:
                yield _taken(waiting.popleft())
        while waiting:
            yield _taken(waiting.popleft())


def _job(document: Document, known: Known) -> _Plain:
    """Read a document in another process; what goes back can be sent."""
    done = read_one(document, *known)
    if isinstance(done, Unreadable):
        return DataError(str(done.error.args[0]), hint=done.error.hint)
    return done.article, [claim.to_dict() for claim in done.claims], done.less_sure


def _taken(
    one: Unreadable | tuple[Document, Future[_Plain]],
) -> ReadArticle | Unreadable:
    if isinstance(one, Unreadable):
        return one
    document, future = one
    try:
        done = future.result()
    except BrokenProcessPool:
        raise DataError(
            "a worker ended before it was done", hint="give --workers 1"
        ) from None
    if isinstance(done, DataError):
        return Unreadable(place=document.place, error=done)
    article, rows, less_sure = done
    claims = tuple(Claim.from_dict(row) for row in rows)
    return ReadArticle(article=article, claims=claims, less_sure=less_sure)
