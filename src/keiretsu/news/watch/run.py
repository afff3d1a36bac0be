"""One pass over what is watched: check each source, then read what waits.

Whatever a step finds is kept in one transaction (`store`), so that a pass that ends at
any point goes on where it was. What may pass (a host that is down, a 503, a time-out)
is tried again, later each time; what does not pass is told and left.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from keiretsu.errors import DataError, FetchError, KeiretsuError
from keiretsu.news.fetching.fetch import Fetched
from keiretsu.news.inputs.document import Document, Unreadable, article_in
from keiretsu.news.inputs.documents import (
    documents_at,
    documents_of,
    files_in,
    id_of,
    is_feed_at,
)
from keiretsu.news.inputs.feeds import feeds_named, read_feed
from keiretsu.news.watch.articles import (
    content_hash,
    hash_of,
    now,
    read_now,
    waiting_entry,
)
from keiretsu.news.watch.backoff import pause_before
from keiretsu.news.watch.hosts import Hosts
from keiretsu.news.watch.records import Done, New, Source, Waiting
from keiretsu.news.watch.robots import LONGEST_DELAY
from keiretsu.news.watch.store import WatchStore

MOST_TRIES = 6
"""Times that an article is asked for."""
Say = Callable[[str], None]


@dataclass
class Told:
    """What a pass has done."""

    checked: int = 0
    unchanged: int = 0
    found: int = 0
    read: int = 0
    claims: int = 0
    failed: int = 0
    waiting: int = 0


def run_once(
    store: WatchStore, hosts: Hosts, say: Say, count: Callable[[int], None]
) -> Told:
    """Check every source that is due, and read every article that is.

    Parameters
    ----------
    store
        What is watched.
    hosts
        By which pages are fetched.
    say
        Told what could not be read.
    count
        Told how many articles have been read.
    """
    told = Told()
    a_pass = _Pass(store, hosts, say, count, told, time.time())
    for source in store.sources(due=a_pass.began):
        a_pass.check(source)
    while a_pass.read_next():
        pass
    told.waiting = store.count_waiting()
    return told


@dataclass(frozen=True)
class _Pass:
    store: WatchStore
    hosts: Hosts
    say: Say
    count: Callable[[int], None]
    told: Told
    began: float

    def check(self, source: Source) -> None:
        """See what is new at a source; one that cannot be checked is put off."""
        self.told.checked += 1
        try:
            if source.kind == "folder":
                self._folder(source)
            else:
                self._address(source)
        except KeiretsuError as error:
            wait = error.wait if isinstance(error, FetchError) else None
            until = time.time() + pause_before(source.tries, wait)
            self.store.put_off(source, str(error.args[0]), until, now())
            self.say(f"error: {error}")

    def read_next(self) -> bool:
        """Read one article that was due as the pass began, or is new; else False."""
        busy = self.hosts.busy()
        waiting = self.store.next_waiting(self.began, busy)
        if waiting is None:
            soon = [left for left in busy.values() if left <= LONGEST_DELAY]
            if not soon or not self.store.count_waiting(self.began):
                return False
            self.hosts.sleep(min(soon))
            return True
        try:
            done = self._read(waiting)
        except KeiretsuError as error:
            self._not_read(waiting, error)
        else:
            self._keep(self.store.finish(waiting.id, done, now=now()), done)
        return True

    def _address(self, source: Source) -> None:
        page = self.hosts.get(
            source.name,
            allow_private=source.private,
            etag=source.etag,
            modified=source.modified,
        )
        if page.unchanged:
            self.told.unchanged += 1
            self.store.checked(
                source, now=now(), etag=source.etag, modified=source.modified
            )
            return
        found: list[New] = []
        title = None
        if is_feed_at(page):
            feed = read_feed(page.body, page.url, base=page.url, said=page.charset)
            title = feed.title
            found = [waiting_entry(feed, entry, source.name) for entry in feed.entries]
        else:
            self._tell_feeds(source, page)
            title = self._page(source, page)
        self.told.found += self.store.checked(
            source,
            found,
            now=now(),
            title=title,
            etag=page.etag,
            modified=page.modified,
        )

    def _tell_feeds(self, source: Source, page: Fetched) -> None:
        """Say at the first check of a page which feeds it names."""
        if source.checked is None:
            text = page.body.decode("utf-8", "replace")
            for feed in feeds_named(text, page.url):
                self.say(f"note: {source.name} names a feed: {feed}")

    def _page(self, source: Source, page: Fetched) -> str | None:
        """Read a watched page, if its article is another than before."""
        (document,) = documents_at(page)
        if isinstance(document, Unreadable):
            raise document.error
        article = article_in(document)
        new = New(key=f"{source.name} {hash_of(article.text)}", url=page.url)
        self._at_once(source, new, document)
        return article.title

    def _folder(self, source: Source) -> None:
        """Read the files of a folder that are new or were changed."""
        folder = Path(source.name)
        for path in files_in(folder):
            inner = path.relative_to(folder).as_posix()
            try:
                seen = path.stat()
                stamp = f"{seen.st_size} {seen.st_mtime_ns}"
                if self.store.stamp(source, inner) != stamp:
                    self._file(source, path, inner)
                    self.store.set_stamp(source, inner, stamp)
            except OSError as error:
                self.say(f"error: {path}: {str(error.strerror or error).lower()}")
        self.store.checked(source, now=now())

    def _file(self, source: Source, path: Path, inner: str) -> None:
        """Read what is new of a file; what cannot be read is told, and left."""
        found = documents_of(path)
        while True:
            try:
                one = next(found, None)
                if one is None:
                    return
                if isinstance(one, Unreadable):
                    raise one.error
                one = replace(one, id=inner) if one.path is not None else one
                key = f"{one.place} {content_hash(one)}"
                self._at_once(source, New(key=key, url=one.url), one)
            except KeiretsuError as error:
                self.told.failed += 1
                self.say(f"error: {error}")

    def _at_once(self, source: Source, new: New, document: Document) -> None:
        if self.store.knows(new.key):
            return
        done = read_now(document)
        is_new = self.store.add_read(source, new, done, now=now())
        self.told.found += is_new
        self._keep(is_new, done)

    def _read(self, waiting: Waiting) -> Done:
        """Read the page behind an entry, or the entry where it holds the article."""
        own = Document(
            place=waiting.url or waiting.key,
            id=id_of(waiting.url or waiting.key),
            text=waiting.text or waiting.title,
            title=waiting.title,
            date=waiting.date,
            publisher=waiting.publisher,
            url=waiting.url,
        )
        if waiting.url is None or waiting.is_whole:
            return read_now(own)
        try:
            page = self.hosts.get(waiting.url, allow_private=waiting.private)
            if is_feed_at(page):
                raise DataError(f"{page.url} is a feed", hint="watch it by itself")
            (document,) = documents_at(page)
            assert isinstance(document, Document), "a page is one document"
            known = replace(document, id=own.id, title=waiting.title, date=waiting.date)
            done = read_now(known)
            return replace(done, publisher=done.publisher or waiting.publisher)
        except KeiretsuError as error:
            if _may_pass(error, waiting.tries) or not waiting.text:
                raise
            why = f"only the feed's words were read: {error.args[0]}"
            return replace(read_now(own), problem=why)

    def _not_read(self, waiting: Waiting, error: KeiretsuError) -> None:
        problem = str(error.args[0])
        if isinstance(error, FetchError) and _may_pass(error, waiting.tries):
            until = time.time() + pause_before(waiting.tries, error.wait)
            self.store.wait(waiting.id, problem, until)
        else:
            self.told.failed += 1
            self.store.fail(waiting.id, problem)
        self.say(f"error: {error}")

    def _keep(self, is_kept: bool, done: Done) -> None:
        self.told.read += is_kept
        self.told.claims += len(done.claims) * is_kept
        self.count(self.told.read)


def _may_pass(error: KeiretsuError, tries: int) -> bool:
    return isinstance(error, FetchError) and error.may_pass and tries + 1 < MOST_TRIES
