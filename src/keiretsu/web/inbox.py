"""Where the decisions of `/inbox` are kept, and the claims that wait there.

Claims come of articles that were pasted here and of what is watched; what is done with
them is `keiretsu.review.inbox`, as for `keiretsu news review`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from keiretsu.errors import DataError
from keiretsu.news import read_claims
from keiretsu.news.corroboration import Page
from keiretsu.news.watch.store import open_watch

if TYPE_CHECKING:
    from keiretsu.review.inbox import Inbox
    from keiretsu.web.site import Site

MOST_PASTED = 10
"""Pasted articles whose claims wait: the newest."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where decisions are kept, where facts enter, and who decides.

    Attributes
    ----------
    journal
        The file of decisions.
    by
        Who decides.
    store
        The store of facts as `keiretsu --store` names it; the default one if empty.
    """

    journal: str
    by: str
    store: str = ""

    @contextmanager
    def open(self) -> Iterator[Inbox]:
        """Open the inbox for one request, with the facts as they stand now.

        Raises
        ------
        StoreError
            If the journal is none, or cannot be used.
        """
        from keiretsu.landscape import bundled, load_dataset
        from keiretsu.landscape.store import open_store
        from keiretsu.landscape.store.location import chosen_place
        from keiretsu.review.inbox import Inbox, open_journal

        kept = open_store(chosen_place(self.store or None))
        with open_journal(Path(self.journal)) as journal:
            yield Inbox(
                journal=journal,
                store=kept,
                load=lambda: load_dataset(kept) if kept.place.exists else bundled(),
                by=self.by,
            )

    def to_text(self) -> str:
        """Return it as text, for the workers of one server."""
        return json.dumps(asdict(self))

    @classmethod
    def of_text(cls, text: str) -> Desk | None:
        """Return what `to_text` wrote; None of nothing."""
        return cls(**json.loads(text)) if text else None


def desk_of(site: Site) -> Desk:
    """Return where decisions are kept.

    Raises
    ------
    DataError
        If the server was not told to show an inbox.
    """
    if site.desk is None:
        raise DataError("no inbox is shown here", hint="keiretsu serve --inbox")
    return site.desk


def waiting_pages(site: Site, since: dt.date) -> tuple[Page, ...]:
    """Return what was pasted, then what is watched since a day, the newest first.

    Raises
    ------
    DataError
        If the file of what is watched is none, or holds a claim that is none.
    """
    pasted = (_pasted(site, name) for name in site.articles.newest(MOST_PASTED))
    return (*pasted, *_watched(site, since))


def _pasted(site: Site, name: str) -> Page:
    def read() -> Page:
        article = site.articles.get(name)
        return Page.of(article, read_claims(article))

    return site.answers.get(("claims", name), read)


def _watched(site: Site, since: dt.date) -> tuple[Page, ...]:
    if site.watched is None:
        return ()
    with open_watch(site.watched) as store:
        found = tuple(Page.of_row(row) for row in store.since(since.isoformat()))
    return found[::-1]
