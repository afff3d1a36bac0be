"""The open articles that others have marked by hand, scored by their own measure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from keiretsu.news import main_deal, read_article, read_claims

ENGLISH = ("seed", "o01", "o02", "o03", "o04", "o05", "o10")


@pytest.fixture(scope="module")
def marked(shared: Path) -> Path:
    folder = shared / "news" / "open"
    if not (shared / "news" / "score.py").is_file():
        pytest.skip("the scored articles are not beside the repository")
    return folder


@pytest.fixture(scope="module")
def score(marked: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("scored")
    gold = folder / "gold"
    gold.mkdir()
    lines: list[str] = []
    for name in ENGLISH:
        for end in ("txt", "meta.json", "claims.jsonl", "traps.jsonl"):
            (gold / f"{name}.{end}").write_bytes(
                (marked / f"{name}.{end}").read_bytes()
            )
        meta = json.loads((gold / f"{name}.meta.json").read_text(encoding="utf-8"))
        article = read_article(
            gold / f"{name}.txt", date=meta["date"], publisher=meta["publisher"]
        )
        lines += [json.dumps(claim.to_dict()) for claim in read_claims(article)]
    predicted = folder / "claims.jsonl"
    predicted.write_text("\n".join(lines), encoding="utf-8")
    result = folder / "score.json"
    command = [sys.executable, str(marked.parent / "score.py"), "--no-ci"]
    command += ["--gold", str(gold), "--pred", str(predicted), "--json", str(result)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return dict(json.loads(result.read_text(encoding="utf-8")))


def test_most_claims_of_the_english_articles_are_found(score: dict[str, Any]) -> None:
    assert score["key"]["f1"] >= 0.85


def test_most_claims_found_are_right_in_every_field(score: dict[str, Any]) -> None:
    assert score["strict"]["f1"] >= 0.75


def test_no_trap_is_sprung(score: dict[str, Any]) -> None:
    assert score["traps"]["list"] == []


def test_every_quote_is_the_text_at_its_place(score: dict[str, Any]) -> None:
    assert score["on_matched"]["faithful"] == 1


def test_no_claim_is_of_an_unknown_kind(score: dict[str, Any]) -> None:
    assert score["bad_kind"] == 0


def test_the_seed_is_about_toyota_and_nissan(marked: Path) -> None:
    tie = main_deal(read_claims(read_article(marked / "seed.txt")))
    assert tie is not None
    assert (tie.parties, tie.kind) == (("nissan", "toyota"), "alliance")


def test_the_seed_read_without_its_date_springs_no_trap(marked: Path) -> None:
    claims = read_claims(read_article(marked / "seed.txt"))
    stakes = {
        c.normalised.get("held"): c.normalised["percent"]
        for c in claims
        if c.kind == "stake"
    }
    assert stakes == {None: 20.0, "mazda": 5.1, "suzuki": 4.9, "isuzu": 5.9}
    assert not any("haye" in str(c.normalised) for c in claims)
