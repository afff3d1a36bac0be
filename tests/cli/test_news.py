"""`keiretsu news read`: claims for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.cli.conftest import Call
from tests.news.hostile_site import open_site

from keiretsu.landscape import load_landscape

TEXT = "Toyota owns 20% of Subaru. Toyota may merge with Nissan, sources said.\n"


def test_claims_are_json_lines(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    done = call("news", "read", str(path), "--json")
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    stake = next(claim for claim in claims if claim["kind"] == "stake")
    assert stake["id"].startswith("a-c")
    assert stake["article"] == "a"
    assert TEXT[slice(*stake["span"])] == stake["quote"]
    assert stake["normalised"]["holder"] == "toyota"
    assert stake["normalised"]["held"] == "subaru"
    assert stake["normalised"]["percent"] == 20


def test_standard_input_is_an_article_too(call: Call) -> None:
    done = call("news", "read", "-", "--json", stdin=TEXT)
    assert done.exit_code == 0
    assert all(json.loads(line)["quote"] in TEXT for line in done.stdout.splitlines())


def test_the_table_shows_sentence_speaker_and_firmness(
    call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    done = call("news", "read", str(path))
    assert "Toyota holds 20 % of Subaru" in done.stdout
    assert "the article" in done.stdout
    assert "fact" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


HOLE = "The stakes that Toyota owns include 20% of , 5.1% of Mazda.\n"


def test_a_hole_is_met_with_the_fact_that_may_fill_it(call: Call) -> None:
    words = ["news", "read", "-", "--on", "2025-05-19"]
    told = call(*words, stdin=HOLE)
    assert "may be" in told.stdout
    assert "Subaru" in told.stdout
    assert "VNAuto" in told.stdout
    assert max(map(len, told.stdout.splitlines())) <= 80
    claims = [
        json.loads(line)
        for line in call(*words, "--json", stdin=HOLE).stdout.split("\n")
        if line
    ]
    (hole,) = [claim for claim in claims if "suggestions" in claim]
    assert hole["unresolved"] == ["held"]
    assert "held" not in hole["normalised"]
    fitting = load_landscape("2025-05-19").matching_stakes(holder="toyota", percent=20)
    filled = [held for one in hole["suggestions"] for held in one["fills"]["held"]]
    assert "subaru" in filled
    assert sorted(filled) == sorted(stake.held for stake in fitting)
    assert hole["suggestions"][0]["source"]["address"].startswith("https://")
    rows = list(csv.DictReader(io.StringIO(call(*words, "--csv", stdin=HOLE).stdout)))
    assert any("Subaru" in row["suggestions"] for row in rows)


def test_claims_are_csv(call: Call) -> None:
    done = call("news", "read", "-", "--csv", stdin=TEXT)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["kind"] for row in rows} >= {"stake"}
    assert json.loads(rows[0]["normalised"])["holder"] == "toyota"


def test_another_language_is_told_apart_from_nothing_found(call: Call) -> None:
    text = "도요타는 닛산과의 제휴를 검토하고 있는 것으로 알려졌다. " * 5
    done = call("news", "read", "-", "--json", stdin=text.encode())
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "no claims were read: the text is in Korean" in done.stderr


def test_whoever_asks_sees_what_is_less_sure(call: Call) -> None:
    text = "トヨタ自動車と日産自動車は経営統合に向けた協議を始めた。".encode()

    def claims(*more: str) -> list[str]:
        done = call("news", "read", "-", "--json", *more, stdin=text)
        return [json.loads(line)["kind"] for line in done.stdout.splitlines()]

    assert claims() == []
    assert "deal" in claims("--sure", "0.3")
    refused = call("news", "read", "-", "--sure", "2", stdin=text)
    assert refused.exit_code == 1
    assert "sure is 2.0, no probability" in refused.stderr


def test_an_article_cannot_steer_the_terminal(call: Call) -> None:
    text = f"Toyota owns 20% of Subaru, said {chr(27)}[2JEvil Corp in May.\n"
    done = call("news", "read", "-", stdin=text)
    assert chr(27) not in done.stdout


def test_a_bad_file_is_told_and_its_neighbours_are_read(
    call: Call, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("a.txt", "bad.txt", "gone.txt", "q3.txt")]
    paths[0].write_text(TEXT, encoding="utf-8")
    paths[1].write_bytes(b"\x00\x01 no text")
    paths[3].write_text("Kia built 90,000 cars in q3 2025.", encoding="utf-8")
    done = call("news", "read", *map(str, paths), "--json")
    assert done.exit_code == 1
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    assert {claim["article"] for claim in claims} == {"a", "q3"}
    assert "bad.txt' is a binary file" in done.stderr
    assert "there is no file" in done.stderr
    assert "error: 2 of 4 articles were not read" in done.stderr


def test_a_hole_without_a_store_to_fill_it_stays_a_hole(
    call: Call, tmp_path: Path
) -> None:
    store = str(tmp_path / "none" / "store.db")
    done = call("news", "read", "-", "--store", store, "--json", stdin=HOLE)
    assert done.exit_code == 0, done.stderr
    claims = [json.loads(line) for line in done.stdout.splitlines()]
    assert any(claim["unresolved"] for claim in claims)
    assert done.stderr.count("nothing is suggested for the holes") == 1


def test_what_terminals_and_markup_obey_is_shown_as_words(
    call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    title = "[/oops] [bold]x[/bold] \x1b[31mred \u202edoog"
    path.write_text(f"---\ntitle: '{title}'\n---\n{TEXT}", encoding="utf-8")
    for form in ((), ("--json",), ("--csv",)):
        done = call("news", "read", str(path), *form)
        assert done.exit_code == 0, done.stderr
        assert "\x1b" not in done.stdout
        assert "\u202e" not in done.stdout
    assert "[bold]x[/bold]" in call("news", "read", str(path)).stdout


def test_pages_of_other_encodings_are_read(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    text = f"{TEXT} Citroën, said “Le Monde” – in Paris. " * 3
    page = f'<html><head><meta charset="windows-1252"></head><p>{text}</p></html>'
    path.write_bytes(page.encode("cp1252"))
    done = call("news", "read", str(path), "--json")
    assert done.exit_code == 0, done.stderr
    assert "toyota" in done.stdout


def test_a_folder_is_read_by_several_workers_as_by_one(
    call: Call, tmp_path: Path
) -> None:
    for n in range(6):
        (tmp_path / f"{n}.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "3.txt").write_bytes(b"\0")
    one, two = (
        call("news", "read", str(tmp_path), "--json", "--workers", n) for n in "12"
    )
    assert one.exit_code == two.exit_code == 1
    assert one.stdout == two.stdout
    assert {json.loads(line)["article"] for line in one.stdout.splitlines()} == {
        f"{n}.txt" for n in (0, 1, 2, 4, 5)
    }
    assert "error: 1 of 6 articles were not read" in two.stderr


def test_an_address_is_read_and_a_private_one_only_when_allowed(call: Call) -> None:
    with open_site() as site:
        url = site.page("/a.txt", TEXT.encode(), Content_Type="text/plain")
        refused = call("news", "read", url)
        assert refused.exit_code == 1
        assert "is a loopback address" in refused.stderr
        assert "hint: to fetch from your own network give --allow-private" in (
            refused.stderr
        )
        assert site.asked == []
        done = call("news", "read", url, "--allow-private", "--json")
    assert done.exit_code == 0, done.stderr
    assert any(
        json.loads(line)["normalised"].get("held") == "subaru"
        for line in done.stdout.splitlines()
    )


def test_another_scheme_and_a_host_that_is_none_are_one_line(call: Call) -> None:
    for url in ("ftp://example.com/a", "file:///etc/passwd", "http://"):
        done = call("news", "read", url)
        assert done.exit_code == 1
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("error: ")
