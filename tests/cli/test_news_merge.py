"""`keiretsu news merge`: several pages, each thing once."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Call

PAGES = {
    "a.md": (
        "2025-02-01",
        "Post",
        "Geely and Renault are in talks to merge, people familiar with the matter "
        "said. Toyota owns 20% of Subaru.",
    ),
    "b.md": (
        "2025-03-01",
        "Times",
        "PARIS (Reuters) - Geely and Renault agreed to merge. Toyota holds 20.0% of "
        "Subaru, according to Reuters.",
    ),
    "c.md": (
        "2025-04-02",
        "Courier",
        "LONDON (Reuters) - Geely and Renault terminated their merger. Toyota owns 20% "
        "of Subaru.",
    ),
}


def written(folder: Path) -> list[str]:
    for name, (day, paper, text) in PAGES.items():
        head = f"---\ntitle: Page\ndate: {day}\npublisher: {paper}\n---\n"
        (folder / name).write_text(head + text, encoding="utf-8")
    return [str(folder / name) for name in PAGES]


def test_three_pages_of_two_sources_tell_one_stake(call: Call, tmp_path: Path) -> None:
    done = call("news", "merge", *written(tmp_path), "--json")
    told = json.loads(done.stdout)
    (stake,) = [one for one in told["propositions"] if one["kind"] == "stake"]
    assert stake["sources"] == ["Post", "reuters"]
    assert [one["page"] for one in stake["tellings"]] == ["a", "b", "c"]
    (deal,) = told["deals"]
    assert [step["status"] for step in deal["steps"]] == [
        "in_talks",
        "agreed",
        "terminated",
    ]


def test_the_table_and_the_csv_tell_it_too(call: Call, tmp_path: Path) -> None:
    paths = written(tmp_path)
    shown = call("news", "merge", *paths).stdout
    assert "in talks (1 Feb 2025) → agreed (" in shown
    assert max(map(len, shown.splitlines())) <= 80
    rows = list(
        csv.DictReader(io.StringIO(call("news", "merge", *paths, "--csv").stdout))
    )
    assert "Post;reuters" in {row["sources"] for row in rows}


def test_what_is_watched_can_be_merged(call: Call, tmp_path: Path) -> None:
    folder, file = tmp_path / "papers", str(tmp_path / "watch.db")
    folder.mkdir()
    written(folder)
    assert call("watch", "add", str(folder), "--file", file).exit_code == 0
    assert call("watch", "run", "--file", file).exit_code == 0
    done = call("news", "merge", "--since", "2025-03-01", "--file", file, "--json")
    told = json.loads(done.stdout)
    assert told["pages"] == 2
    assert [len(deal["steps"]) for deal in told["deals"]] == [2]


def test_neither_and_both_are_refused(call: Call, tmp_path: Path) -> None:
    for words in ([], [*written(tmp_path), "--since", "2025-03-01"]):
        refused = call("news", "merge", *words)
        assert refused.exit_code == 2
        assert "give pages, or --since" in refused.stderr.replace("\n", " ")


def test_a_page_that_cannot_be_read_is_told(call: Call, tmp_path: Path) -> None:
    paths = written(tmp_path)
    done = call("news", "merge", str(tmp_path / "none.md"), *paths, "--json")
    assert "none.md" in done.stderr
    assert "1 of 4 articles were not read" in done.stderr
    assert done.exit_code == 1
    assert json.loads(done.stdout)["pages"] == 3
