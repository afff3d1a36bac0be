"""Webhooks: every article with a claim is sent until it is taken, and known again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.news.hostile_site import Site, open_site

from keiretsu.errors import DataError, FetchError, StoreError, UnknownName
from keiretsu.news.fetching.posting import post
from keiretsu.news.watch import WatchStore, run_once
from keiretsu.news.watch.form import FORM
from keiretsu.news.watch.hosts import Hosts
from keiretsu.news.watch.outbox import (
    MOST_TRIES,
    SECRET,
    Sent,
    add_hook,
    end_hook,
    hooks,
    send_due,
)
from keiretsu.news.watch.store import open_watch

NOW = "2026-11-27T08:00:00+00:00"


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as one:
        yield one


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WatchStore]:
    with open_watch(tmp_path / "watch.db", make=True) as one:
        yield one


def papers(folder: Path, count: int) -> Path:
    """Articles with a claim each, and one without."""
    folder.mkdir(exist_ok=True)
    for n in range(count):
        text = f"---\ndate: 2026-05-{n % 28 + 1:02d}\n---\nToyota owns 2{n}% of Subaru."
        (folder / f"{n:03d}.md").write_text(text, encoding="utf-8")
    (folder / "silent.md").write_text("---\ndate: 2026-05-01\n---\nIt rained.")
    return folder


def read(store: WatchStore, folder: Path) -> None:
    store.add(str(folder), "folder", private=True, now=NOW)
    run_once(store, Hosts(pause=0), lambda said: None, lambda done: None)


def sent(store: WatchStore, ahead: float = 0.0) -> tuple[Sent, list[str]]:
    import time

    said: list[str] = []
    done = send_due(store, said.append, clock=lambda: time.time() + ahead)
    return done, said


def names(site: Site) -> Counter[str]:
    return Counter(head["webhook-id"] for _, head, _ in site.posted)


def test_each_article_with_a_claim_is_sent_once(
    site: Site, store: WatchStore, tmp_path: Path
) -> None:
    add_hook(store, site.url("/in"), private=True, now=NOW)
    read(store, papers(tmp_path / "papers", 5))
    done, said = sent(store)
    assert (done.sent, done.waiting, said) == (5, 0, [])
    assert sent(store)[0].sent == 0
    assert len(site.posted) == len(names(site)) == 5
    _, head, body = site.posted[0]
    told = json.loads(body)
    assert head["Content-Type"] == "application/json"
    assert told["id"] == head["webhook-id"]
    assert told["type"] == "article.read"
    assert told["claims"][0]["sentence"].startswith("Toyota holds 2")
    assert str(tmp_path).encode() not in body


def test_only_what_is_read_from_then_on_is_sent_or_since_a_day(
    site: Site, store: WatchStore, tmp_path: Path
) -> None:
    read(store, papers(tmp_path / "papers", 5))
    add_hook(store, site.url("/new"), private=True, now=NOW)
    add_hook(store, site.url("/old"), private=True, now=NOW, since="2026-05-03")
    assert not add_hook(store, site.url("/old"), private=True, now=NOW)
    sent(store)
    assert Counter(where for where, *_ in site.posted) == {"/old": 3}


def test_what_is_not_taken_is_sent_again_later_and_then_given_up(
    site: Site, store: WatchStore, tmp_path: Path
) -> None:
    add_hook(store, site.page("/in", b"", status=500), private=True, now=NOW)
    add_hook(store, site.url("/well"), private=True, now=NOW)
    read(store, papers(tmp_path / "papers", 2))
    done, said = sent(store)
    assert (done.sent, done.waiting) == (2, 2)
    assert said == [
        f"error: webhook: {site.url('/in')} answers 500 (internal server error)"
    ]
    assert sent(store)[0].sent == 0  # it is not yet due, and its neighbour is
    assert "500" in str(hooks(store)[0].problem)
    site.page("/in", b"")
    assert sent(store, ahead=61)[0].sent == 2
    assert hooks(store)[0].problem is None
    assert set(names(site).values()) <= {1, 2}

    site.page("/in", b"", status=404)
    (tmp_path / "papers" / "late.md").write_text("Toyota owns 3% of Mazda.")
    run_once(store, Hosts(pause=0), lambda said: None, lambda done: None)
    failed = sum(
        sent(store, ahead=n * 100_000)[0].failed for n in range(1, MOST_TRIES + 3)
    )
    assert failed == 1
    assert hooks(store)[0].failed == 1


def test_retry_after_is_kept(site: Site, store: WatchStore, tmp_path: Path) -> None:
    url = site.page("/in", b"", status=503, Retry_After="3600")
    add_hook(store, url, private=True, now=NOW)
    read(store, papers(tmp_path / "papers", 1))
    sent(store)
    assert len(site.posted) == 1
    sent(store, ahead=3500)
    assert len(site.posted) == 1
    sent(store, ahead=3700)
    assert len(site.posted) == 2


def test_an_address_that_is_gone_is_sent_nothing_more(
    site: Site, store: WatchStore, tmp_path: Path
) -> None:
    add_hook(store, site.page("/in", b"", status=410), private=True, now=NOW)
    read(store, papers(tmp_path / "papers", 3))
    sent(store)
    assert len(site.posted) == 1
    assert hooks(store) == ()


def test_a_redirect_is_not_followed(site: Site) -> None:
    url = site.redirect("/in", site.url("/elsewhere"))
    with pytest.raises(FetchError, match="it moved"):
        post(url, b"{}", allow_private=True)
    assert [where for where, *_ in site.posted] == ["/in"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/in",
        "http://10.0.0.1/in",
        "http://[::1]/in",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "http://user:secret@example.com/in",
        "no address",
    ],
)
def test_private_and_odd_addresses_are_refused(store: WatchStore, url: str) -> None:
    with pytest.raises(FetchError) as told:
        add_hook(store, url, private=False, now=NOW)
    assert "secret" not in str(told.value)
    assert hooks(store) == ()


def test_a_name_that_means_a_private_host_is_refused_when_it_is_sent_to() -> None:
    with pytest.raises(FetchError, match="loopback"):
        post("http://inbox.example/", b"{}", resolve=lambda host, port: ["127.0.0.1"])


def test_a_slow_receiver_is_cut_off(site: Site) -> None:
    from tests.news.hostile_site import dripping

    from keiretsu.news.fetching.limits import Limits

    url = site.raw("/in", lambda: dripping(b"HTTP/1.1 2", b"0"))
    with pytest.raises(FetchError, match=r"more than 0\.5 seconds") as told:
        post(url, b"{}", allow_private=True, limits=Limits(seconds=0.5))
    assert told.value.may_pass


def test_messages_are_signed_where_there_is_a_secret(
    site: Site, store: WatchStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = base64.b64encode(b"a secret of ours").decode()
    monkeypatch.setenv(SECRET, f"whsec_{secret}")
    add_hook(store, site.url("/in"), private=True, now=NOW)
    read(store, papers(tmp_path / "papers", 1))
    sent(store)
    ((_, head, body),) = site.posted
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + body
    made = hmac.new(b"a secret of ours", signed, hashlib.sha256).digest()
    assert head["webhook-signature"] == f"v1,{base64.b64encode(made).decode()}"


def test_a_secret_that_is_none_is_told(
    site: Site, store: WatchStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET, "not base64!")
    add_hook(store, site.url("/in"), private=True, now=NOW)
    read(store, papers(tmp_path / "papers", 1))
    with pytest.raises(DataError, match="is no secret in base64"):
        sent(store)
    assert site.posted == []


def test_a_hook_is_ended_and_may_come_back(
    site: Site, store: WatchStore, tmp_path: Path
) -> None:
    url = site.url("/in")
    add_hook(store, url, private=True, now=NOW)
    read(store, papers(tmp_path / "papers", 2))
    end_hook(store, url, now=NOW)
    assert sent(store)[0].sent == 0
    with pytest.raises(UnknownName):
        end_hook(store, url, now=NOW)
    assert add_hook(store, url, private=True, now=NOW)
    (tmp_path / "papers" / "late.md").write_text("Toyota owns 3% of Mazda.")
    run_once(store, Hosts(pause=0), lambda said: None, lambda done: None)
    assert sent(store)[0].sent == 1


def test_a_file_of_the_first_form_is_brought_to_the_last(tmp_path: Path) -> None:
    file = tmp_path / "watch.db"
    with open_watch(file, make=True) as store:
        read(store, papers(tmp_path / "papers", 2))
        for column in ("author", "opening"):
            store.connection.execute(f"alter table articles drop column {column}")
        for table in ("deliveries", "hooks"):
            store.connection.execute(f"drop table {table}")
        store.connection.execute("pragma user_version = 1")
    with open_watch(file) as store:
        assert hooks(store) == ()
        (form,) = store.connection.execute("pragma user_version").fetchone()
        assert form == FORM
        assert len(list(store.since("2026-01-01"))) == 3


CHILD = """
import os, signal, sys
from pathlib import Path
from keiretsu.news.fetching.posting import post
from keiretsu.news.watch.hosts import Hosts
from keiretsu.news.watch.outbox import send_due
from keiretsu.news.watch.run import run_once
from keiretsu.news.watch.store import open_watch

left = int(sys.argv[2])

def tick(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def send(*words, **more):
    tick()
    done = post(*words, **more)
    tick()
    return done

with open_watch(Path(sys.argv[1])) as store:
    store.connection.set_trace_callback(tick)
    run_once(store, Hosts(pause=0), lambda said: None, lambda n: None)
    send_due(store, lambda said: None, send=send)
"""
"""Ends itself by kill -9 at a step: before a statement or commit, round a message."""


def test_killed_at_every_kind_of_step_nothing_is_lost_or_unknown(
    site: Site, tmp_path: Path
) -> None:
    file, count = tmp_path / "watch.db", 12
    with open_watch(file, make=True) as store:
        add_hook(store, site.url("/in"), private=True, now=NOW)
        store.add(str(papers(tmp_path / "p", count)), "folder", private=True, now=NOW)
    kills = 0
    for step in (70, 50, 50, 33, 21, 22, 23, 25, 26):
        words = [sys.executable, "-c", CHILD, str(file), str(step)]
        done = subprocess.run(words, capture_output=True)
        assert done.returncode in (0, -9), done.stderr.decode()
        kills += done.returncode == -9
    assert kills > 5
    with open_watch(file) as store:
        run_once(store, Hosts(pause=0), lambda said: None, lambda done: None)
        send_due(store, lambda said: None)
        (hook,) = hooks(store)
        assert (hook.sent, hook.waiting, hook.failed) == (count, 0, 0)
    told = names(site)
    assert len(told) == count  # each article has one name, however often it was sent
    assert sum(told.values()) - count <= kills  # at most the one that was under way


def test_a_damaged_file_is_told(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "watch.db"
    with open_watch(file, make=True) as store:
        add_hook(store, site.url("/in"), private=True, now=NOW)
        read(store, papers(tmp_path / "papers", 1))
    with sqlite3.connect(file) as connection:
        connection.execute("update claims set data = '[1]'")
    with open_watch(file) as store, pytest.raises(StoreError, match="watch"):
        send_due(store, lambda said: None)
