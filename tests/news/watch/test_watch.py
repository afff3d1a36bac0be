"""Watching: found once, read once, politely; what may pass is tried again."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.news.hostile_site import LAUGHS, Site, bomb, open_site
from tests.news.watch.kill import held, killed_at, run, watch
from tests.news.watch.news_site import page, paper, path

from keiretsu.errors import DataError, FetchError, StoreError
from keiretsu.news.corroboration import Page
from keiretsu.news.fetching import Fetched
from keiretsu.news.watch import Told, WatchStore, run_once
from keiretsu.news.watch.articles import now
from keiretsu.news.watch.hosts import Hosts
from keiretsu.news.watch.opml import feeds_in
from keiretsu.news.watch.records import Done, New
from keiretsu.news.watch.store import open_watch

NOW = "2026-11-27T08:00:00+00:00"


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as one:
        yield one


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WatchStore]:
    with open_watch(tmp_path / "new" / "watch.db", make=True) as one:
        yield one


@dataclass
class Passes:
    """Passes over a store, with what was said."""

    store: WatchStore
    said: list[str] = field(default_factory=list)

    def add(self, *names: str | Path, kind: str = "address") -> None:
        for name in names:
            self.store.add(str(name), kind, private=True, now=NOW)

    def run(self, hosts: Hosts | None = None) -> Told:
        return run_once(
            self.store, hosts or Hosts(pause=0), self.said.append, lambda done: None
        )

    def states(self) -> Counter[str]:
        rows = self.store.connection.execute("select state from articles")
        return Counter(row["state"] for row in rows)

    def column(self, name: str, table: str = "articles") -> list[Any]:
        rows = self.store.connection.execute(f"select {name} from {table} order by id")
        return [row[name] for row in rows]


@pytest.fixture
def passes(store: WatchStore) -> Passes:
    return Passes(store)


def asked(site: Site) -> Counter[str]:
    return Counter(where for where, _ in site.asked)


def test_a_feed_is_checked_and_its_pages_are_read_once(
    site: Site, passes: Passes
) -> None:
    passes.add(paper(site, 40))
    told = passes.run()
    assert (told.checked, told.found) == (1, 40)
    closed = {n for n in range(40) if n % 17 == 5}
    gone = {n for n in range(40) if n % 23 == 7}
    down = {n for n in range(40) if n % 29 == 11}
    empty = {n for n in range(40) if n % 31 == 13}
    own = {n for n in range(40) if n % 19 == 3} - {7, 11}
    bad = (closed | gone | empty) - own
    summaries = {n for n in bad if n % 2}
    assert passes.states() == {
        "read": 40 - len(down - own) - len(bad - summaries),
        "waiting": len(down - own),
        "failed": len(bad - summaries),
    }
    problems = [p for p in passes.column("problem") if p and "only the feed's" in p]
    assert len(problems) == len(summaries)
    counts = asked(site)
    assert all(counts[path(n)] == 0 for n in closed)
    assert all(counts[path(n)] == 1 for n in set(range(40)) - closed - own)
    again = passes.run()
    assert (again.found, again.read, again.unchanged) == (0, 0, 1)
    assert asked(site)["/feed"] == 2
    assert site.asked[-1][1]["If-None-Match"] == '"1"'


def test_a_feed_that_grows_adds_only_what_is_new(site: Site, passes: Passes) -> None:
    passes.add(paper(site, 3, marked=False))
    assert passes.run().read == 3
    paper(site, 5, marked=False)
    assert passes.run().read == 2
    assert len(set(passes.column("key"))) == 5


def test_two_feeds_with_one_page_read_it_once(site: Site, passes: Passes) -> None:
    first = paper(site, 4)
    site.answers["/other"] = site.answers["/feed"]
    passes.add(first, site.url("/other"))
    passes.run()
    assert asked(site)[path(1)] == 1
    assert len(passes.column("key")) == 4


def test_a_page_is_read_again_when_its_article_changes(
    site: Site, passes: Passes
) -> None:
    passes.add(site.page("/a", page(1)))
    assert passes.run().read == 1
    assert passes.run().read == 0
    site.page("/a", page(2))
    assert passes.run().read == 1
    assert passes.states() == {"read": 2}


def test_a_folder_is_read_and_then_what_is_new_or_changed(
    tmp_path: Path, passes: Passes
) -> None:
    folder = tmp_path / "articles"
    (folder / "in").mkdir(parents=True)
    (folder / "a.txt").write_text("Toyota owns 20% of Subaru.", encoding="utf-8")
    (folder / "in" / "b.jsonl").write_text('{"text": "Toyota owns 5% of Mazda."}\n' * 2)
    (folder / "bad.txt").write_bytes(b"\0")
    passes.add(folder, kind="folder")
    told = passes.run()
    assert (told.read, told.failed) == (3, 1)
    assert "bad.txt" in passes.said[0]
    assert passes.run() == Told(checked=1)
    (folder / "a.txt").write_text("Toyota owns 21% of Subaru.", encoding="utf-8")
    (folder / "c.txt").write_text("Toyota owns 6% of Mazda.", encoding="utf-8")
    assert passes.run().read == 2


def test_a_bad_line_does_not_hide_the_lines_after_it(
    tmp_path: Path, passes: Passes
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    row = '{"text": "Toyota owns %d%% of Subaru."}\n'
    lines = f"{row % 1}broken\n{row % 2}"
    (folder / "a.jsonl").write_text(lines, encoding="utf-8")
    passes.add(folder, kind="folder")
    told = passes.run()
    assert (told.read, told.failed) == (2, 1)


def test_what_may_pass_is_tried_later_and_later(
    site: Site, passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = paper(site, 1)
    site.page(path(0), b"", 503)
    passes.add(feed)
    now = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    waits = []
    for tries in range(1, 6):
        passes.run()
        assert passes.column("tries") == [tries]
        waits.append(passes.column("next")[0] - now)
        assert passes.run().waiting == 1
        assert asked(site)[path(0)] == tries
        now += waits[-1] + 1
    assert waits == [60, 120, 240, 480, 960]
    passes.run()
    assert passes.states() == {"failed": 1}
    assert "503" in passes.column("problem")[0]


def test_it_is_read_when_the_host_is_back(
    site: Site, passes: Passes, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = paper(site, 1)
    site.page(path(0), b"", 503)
    passes.add(feed)
    passes.run()
    paper(site, 1)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert passes.run().read == 1
    assert passes.column("problem") == [None]


def test_a_host_that_asks_for_an_hour_gets_it(site: Site, passes: Passes) -> None:
    feed = paper(site, 3)
    site.page(path(0), b"", 429, Retry_After="3600")
    passes.add(feed)
    begun = time.monotonic()
    told = passes.run()
    assert time.monotonic() - begun < 20
    assert told.waiting == 3
    assert asked(site)[path(1)] == 0
    assert passes.column("next")[0] > time.time() + 3500


@pytest.mark.parametrize(
    ("body", "status", "headers", "words"),
    [
        (b"", 404, {}, "404"),
        (LAUGHS, 200, {}, "declares entities"),
        (b"<rss>", 200, {}, "broken feed"),
        (bomb(30), 200, {"Content-Encoding": "gzip"}, "larger than 10 MB, unpacked"),
        (b"\0" * 99, 200, {}, "binary file"),
        (b"", 302, {"Location": "file:///etc/passwd"}, "redirects"),
    ],
    ids=range(6),
)
def test_a_source_that_cannot_be_checked_is_told_and_the_others_are(
    site: Site,
    passes: Passes,
    body: bytes,
    status: int,
    headers: dict[str, str],
    words: str,
) -> None:
    passes.add(site.page("/bad", body, status, **headers), paper(site, 2))
    told = passes.run()
    assert told.read == 2
    assert [words in said for said in passes.said] == [True]
    (problem, none) = passes.column("problem", "sources")
    assert words in problem
    assert none is None


def test_a_private_address_is_asked_only_where_it_was_allowed(
    site: Site, store: WatchStore
) -> None:
    store.add(site.page("/a", page(1)), "address", private=False, now=NOW)
    passes = Passes(store)
    passes.run()
    assert "loopback" in passes.said[0]
    assert site.asked == []


@dataclass
class Clock:
    """A time that passes only while it is waited for."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def answers(robots: bytes = b"", status: int | None = None) -> Callable[..., Fetched]:
    def ask(url: str, **_: Any) -> Fetched:
        if url.endswith("/robots.txt"):
            if status is not None:
                raise FetchError("no", status=status, may_pass=status >= 500)
            return Fetched(url=url, body=robots)
        return Fetched(url=url, body=b"x")

    return ask


def test_a_host_is_asked_once_in_a_pause_and_others_meanwhile() -> None:
    clock = Clock()
    hosts = Hosts(1.5, answers(), lambda: clock.now, clock.sleep)
    hosts.get("http://a.example/1")
    assert clock.now == 1.5, "between robots.txt and the page"
    hosts.get("http://a.example/2")
    assert clock.now == 3.0
    hosts.get("http://b.example/1")
    assert clock.now == 4.5, "its own robots.txt only"
    assert set(hosts.busy()) == {"http://b.example"}


def test_a_host_may_ask_for_a_longer_pause() -> None:
    clock = Clock()
    robots = b"User-agent: *\nCrawl-delay: 7"
    hosts = Hosts(1.0, answers(robots), lambda: clock.now, clock.sleep)
    for n in range(3):
        hosts.get(f"http://a.example/{n}")
    assert clock.waits == [1.0, 7.0, 7.0]


@pytest.mark.parametrize(
    ("status", "is_open"), [(404, True), (403, True), (503, False)]
)
def test_without_a_robots_txt_all_is_open_and_with_a_broken_one_nothing(
    status: int, is_open: bool
) -> None:
    hosts = Hosts(0, answers(status=status))
    if is_open:
        assert hosts.get("http://a.example/1").body == b"x"
    else:
        with pytest.raises(FetchError) as caught:
            hosts.get("http://a.example/1")
        assert caught.value.may_pass


def test_what_is_closed_to_robots_is_not_fetched() -> None:
    hosts = Hosts(0, answers(b"User-agent: *\nDisallow: /a"))
    with pytest.raises(FetchError, match="closed to robots"):
        hosts.get("http://a.example/a")
    assert hosts.get("http://a.example/b").body == b"x"


def test_a_redirect_into_what_is_closed_is_not_followed(
    site: Site, passes: Passes
) -> None:
    paper(site, 6)
    passes.add(site.redirect("/news/old", "/closed/5"))
    passes.run()
    assert "closed to robots" in passes.said[0]
    assert asked(site)["/closed/5"] == 0


def test_a_redirect_into_what_is_open_is(site: Site, passes: Passes) -> None:
    paper(site, 6)
    passes.add(site.redirect("/news/old", "/news/4"))
    assert passes.run().read == 1


def test_a_list_of_feeds_is_read() -> None:
    opml = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="Cars">
    <outline xmlUrl="https://a.example/1"/><outline xmlUrl=" https://a.example/2 "/>
    <outline xmlUrl="https://a.example/1"/></outline></body></opml>"""
    assert feeds_in(opml, "a") == ("https://a.example/1", "https://a.example/2")
    for bad in (b"<opml/>", b"<rss/>", b"", b"\0", LAUGHS, b"<opml><body>"):
        with pytest.raises(DataError):
            feeds_in(bad, "a")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    for content in (b"no database" * 100, None):
        if content is None:
            file.unlink()
            sqlite3.connect(file).execute("create table a (b)").connection.close()
        else:
            file.write_bytes(content)
        with pytest.raises(StoreError), open_watch(file, make=True):
            pass
    with pytest.raises(StoreError, match="nothing is watched"):
        open_watch(tmp_path / "none.db").__enter__()


def test_a_file_of_a_later_form_is_refused(store: WatchStore) -> None:
    store.connection.execute("pragma user_version = 9")
    with pytest.raises(StoreError, match="newer version"), open_watch(store.file):
        pass


def test_two_who_read_one_article_keep_it_once(site: Site, passes: Passes) -> None:
    passes.add(paper(site, 1))
    store = passes.store
    store.checked(store.sources()[0], [New(key="one")], now=NOW)
    waiting = store.next_waiting(time.time(), ())
    assert waiting is not None
    done = Done(title="t", publisher=None, date=None, day="2026-11-27", claims=[{}])
    with open_watch(store.file) as other:
        kept = [one.finish(waiting.id, done, now=NOW) for one in (other, store)]
    assert kept == [True, False]
    assert store.connection.execute("select count(*) from claims").fetchone()[0] == 1
    assert store.checked(store.sources()[0], [New(key="one")], now=NOW) == 0


@pytest.mark.slow
def test_killed_at_any_step_it_ends_as_one_clean_run(tmp_path: Path) -> None:
    rng = random.Random(8)
    folder = tmp_path / "folder"
    folder.mkdir()
    for n in range(10):
        (folder / f"{n}.txt").write_text(f"Toyota owns {n + 1}% of Subaru.")
    with open_site() as site:
        clean, hurt = tmp_path / "clean.db", tmp_path / "hurt.db"
        feed = paper(site, 60)
        for file in (clean, hurt):
            watch(file, feed, folder)
        run(clean)
        kills = sum(killed_at(hurt, rng.randrange(1, 120)) for _ in range(8))
        run(hurt)
    assert kills >= 6
    assert held(hurt) == held(clean)
    assert len(held(clean)["articles"]) == 70


def test_who_wrote_a_page_tells_relays_of_one_report(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name, author in (("one", "Ada Lund"), ("two", "Ada Lund"), ("three", "Bo Ek")):
        (folder / f"{name}.md").write_text(
            f"---\ntitle: {name}\ndate: 2026-05-01\nauthor: {author}\n"
            f"publisher: {name} paper\n---\n\n"
            "TOKYO (Reuters) - Toyota owns 5.1% of Mazda.\n"
        )
    with open_watch(tmp_path / "watch.db", make=True) as store:
        store.add(str(folder), "folder", private=True, now=now())
        run_once(store, Hosts(pause=0), lambda said: None, lambda done: None)
        pages = [Page.of_row(row) for row in store.since("2026-01-01")]
    assert sorted(p.author or "" for p in pages) == ["Ada Lund", "Ada Lund", "Bo Ek"]
    assert all(p.opening.startswith("TOKYO (Reuters)") for p in pages)
