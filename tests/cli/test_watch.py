"""`keiretsu watch` and `keiretsu news since`, as they are typed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import etree
from tests.cli.conftest import Call
from tests.news.hostile_site import Site, open_site
from tests.news.watch.news_site import paper
from typer.testing import Result

from keiretsu.news.inputs.feeds import read_feed

Watch = Callable[..., Result]


@pytest.fixture
def site() -> Iterator[Site]:
    with open_site() as one:
        yield one


@pytest.fixture
def watch(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watch:
    monkeypatch.setenv("KEIRETSU_WATCH", str(tmp_path / "watch.db"))
    return call


def test_a_feed_is_added_run_listed_and_told(site: Site, watch: Watch) -> None:
    feed = paper(site, 4)
    assert "watching http" in watch("watch", "add", feed, "--allow-private").stderr
    assert "already watched" in watch("watch", "add", feed).stderr
    done = watch("watch", "run", "--pause", "0")
    assert done.exit_code == 0, done.stderr
    assert "1 checked; 4 new; 4 read with" in done.stderr
    (row,) = (
        json.loads(s) for s in watch("watch", "list", "--json").stdout.split("\n") if s
    )
    assert (row["title"], row["read"], row["failed"]) == ("The Paper", 4, 0)
    listed = watch("watch", "list")
    assert "The Paper" in listed.stdout
    assert max(map(len, listed.stdout.splitlines())) <= 80


def since(watch: Watch, *words: str) -> str:
    done = watch("news", "since", *words)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_what_was_claimed_since_a_day_comes_in_four_forms(
    site: Site, watch: Watch
) -> None:
    watch("watch", "add", paper(site, 4), "--allow-private")
    watch("watch", "run", "--pause", "0")
    rows = [json.loads(s) for s in since(watch, "2025-05-19", "--json").splitlines()]
    stakes = [row for row in rows if row["kind"] == "stake"]
    assert {row["title"] for row in stakes} == {f"Story {n}" for n in range(4)}
    assert {row["day"] for row in rows} == {"2025-05-19"}
    assert all(row["quote"] and row["sentence"] for row in rows)
    table = list(csv.DictReader(io.StringIO(since(watch, "2025-05", "--csv"))))
    assert [row["sentence"] for row in table] == [row["sentence"] for row in rows]
    shown = since(watch, "2025-05-19")
    assert "Toyota holds 2 % of Mazda" in shown
    assert site.url("/news/1") in shown
    assert max(map(len, shown.splitlines())) <= 80
    rss = since(watch, "2025-05-19", "--rss").encode()
    assert etree.fromstring(rss).tag == "rss"
    again = read_feed(rss, "a").entries
    assert [one.link for one in again][1] == site.url("/news/1")
    assert "Toyota holds 2 % of Mazda" in again[1].text
    nothing = watch("news", "since", "2025-05-20")
    assert nothing.stdout == ""
    assert "no claim since 2025-05-20" in nothing.stderr


def test_words_of_strangers_are_shown_as_words(
    site: Site, watch: Watch, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    row = {"text": "Toyota owns 20% of Subaru.", "title": "<b>&\x1b[31m[/x]]]>"}
    (folder / "a.jsonl").write_text(json.dumps(row))
    watch("watch", "add", str(folder))
    assert watch("watch", "run").exit_code == 0
    rss = since(watch, "2025-01-01", "--rss")
    (title,) = etree.fromstring(rss.encode()).xpath("//item/title/text()")
    assert title.startswith("<b>&")
    for form in ((), ("--json",), ("--csv",)):
        assert "\x1b" not in since(watch, "2025-01-01", *form)


def test_an_address_that_a_browser_would_run_is_no_link(
    site: Site, watch: Watch, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    addresses = ("javascript:alert(7)", "data:text/html,a", "https://a.example/b")
    rows = [{"text": "Toyota owns 20% of Subaru.", "url": url} for url in addresses]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    watch("watch", "add", str(folder))
    assert watch("watch", "run").exit_code == 0
    rss = etree.fromstring(since(watch, "2025-01-01", "--rss").encode())
    assert rss.xpath("//item/link/text()") == ["https://a.example/b"]
    atom = etree.fromstring(since(watch, "2025-01-01", "--atom").encode())
    links = atom.xpath("//*[local-name()='entry']/*[local-name()='link']/@href")
    assert links == ["https://a.example/b"]


def test_opml_and_folders_are_added(watch: Watch, tmp_path: Path) -> None:
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<opml><body><outline xmlUrl="https://a.example/1"/>'
        '<outline xmlUrl="https://b.example/2"/></body></opml>'
    )
    assert watch("watch", "add", str(opml), str(tmp_path)).exit_code == 0
    rows = watch("watch", "list", "--csv").stdout
    kinds = [row["kind"] for row in csv.DictReader(io.StringIO(rows))]
    assert kinds == ["address", "address", "folder"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("watch", "add", "ftp://a.example/"), 1, "not http or https"),
        (("watch", "add", "nowhere"), 1, "no address, folder or file"),
        (("watch", "add", "pyproject.toml"), 1, "broken list of feeds"),
        (("watch", "run"), 1, "nothing is watched yet"),
        (("watch", "list"), 1, "nothing is watched yet"),
        (("watch", "run", "--every", "soon"), 2, "write it as 30m"),
        (("watch", "run", "--every", "0m"), 2, "write it as 30m"),
        (("watch", "run", "--pause", "-1"), 2, "--pause"),
        (("news", "since", "yesterday"), 1, "yesterday"),
        (("news", "since", "2025-05-19", "--rss", "--json"), 2, "give one of"),
    ],
)
def test_wrong_words_are_one_line(
    watch: Watch, words: tuple[str, ...], status: int, said: str
) -> None:
    done = watch(*words)
    assert done.exit_code == status, done.stderr
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr


def test_it_runs_again_and_again_until_it_is_stopped(
    site: Site, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch("watch", "add", paper(site, 2), "--allow-private")
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("keiretsu.cli.watch.sleep", sleep)
    done = watch("watch", "run", "--every", "30m", "--pause", "0")
    assert done.exit_code == 0, done.stderr
    assert done.stderr.count("1 checked") == 3
    assert "stopped" in done.stderr
    assert all(1700 < one <= 1800 for one in slept)


def test_what_is_removed_is_checked_no_more_and_its_articles_stay(
    site: Site, watch: Watch
) -> None:
    feed = paper(site, 3)
    watch("watch", "add", feed, "--allow-private")
    watch("watch", "run", "--pause", "0")
    assert "no longer watching" in watch("watch", "remove", feed).stderr
    assert watch("watch", "list", "--json").stdout == ""
    before = since(watch, "2025-05-19", "--json")
    assert before
    assert watch("watch", "run").exit_code == 1
    again = watch("watch", "remove", feed)
    assert again.exit_code == 1
    assert "there is no source that is watched called" in again.stderr
    assert "watching" in watch("watch", "add", feed, "--allow-private").stderr
    assert "0 new" in watch("watch", "run", "--pause", "0").stderr
    assert since(watch, "2025-05-19", "--json") == before


def test_a_claim_of_a_summary_says_so(site: Site, watch: Watch) -> None:
    watch("watch", "add", paper(site, 8), "--allow-private")
    watch("watch", "run", "--pause", "0")
    shown = " ".join(since(watch, "2025-05-19").split())
    assert "only the feed's words were read" in shown
    assert "answers 404 (not found)" in shown
    rows = map(json.loads, since(watch, "2025-05-19", "--json").splitlines())
    told = {row["title"] for row in rows if row["problem"]}
    assert told == {"Story 5", "Story 7"}


def test_a_page_that_names_a_feed_says_so_once(site: Site, watch: Watch) -> None:
    head = '<link rel="alternate" type="application/atom+xml" href="/feed?a=1&amp;b=2">'
    url = site.page("/", f"<html><head>{head}</head><body></body></html>".encode())
    watch("watch", "add", url, "--allow-private")
    said = watch("watch", "run", "--pause", "0").stderr
    assert f"names a feed: {site.url('/feed?a=1&b=2')}" in said
    assert "without an article" in said


def test_a_webhook_gets_what_is_read(site: Site, watch: Watch, tmp_path: Path) -> None:
    url = site.url("/in")
    assert "loopback" in watch("watch", "hook", url).stderr
    assert "sending to" in watch("watch", "hook", url, "--allow-private").stderr
    assert "sent already" in watch("watch", "hook", url, "--allow-private").stderr
    feed = paper(site, 4)
    watch("watch", "add", feed, "--allow-private")
    done = watch("watch", "run", "--pause", "0", "--json")
    told = json.loads(done.stdout)
    assert told["webhooks"]["sent"] == len(site.posted) > 0
    assert f"{len(site.posted)} sent" in done.stderr
    (row,) = map(json.loads, watch("watch", "hook", "--json").stdout.splitlines())
    assert (row["url"], row["sent"]) == (url, len(site.posted))
    assert url[:30] in watch("watch", "hook").stdout.replace("\n", "")
    assert "nothing more" in watch("watch", "hook", url, "--remove").stderr
    assert "sent nowhere" in watch("watch", "hook").stdout


def test_an_atom_feed_of_claims_is_one(site: Site, watch: Watch) -> None:
    watch("watch", "add", paper(site, 4), "--allow-private")
    watch("watch", "run", "--pause", "0")
    said = watch("news", "since", "2020-01-01", "--atom").stdout
    feed = read_feed(said.encode(), "told", base="https://a.example/")
    rss = watch("news", "since", "2020-01-01", "--rss").stdout
    same = read_feed(rss.encode(), "told", base="https://a.example/")
    assert {e.title for e in feed.entries} == {e.title for e in same.entries}
    assert watch("news", "since", "2020-01-01", "--atom", "--rss").exit_code == 2
