"""`keiretsu news review`: at a terminal, from a file, and undone."""

from __future__ import annotations

import json
import os
import pty
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call

from keiretsu.cli.review_questions import Questions
from keiretsu.landscape import load_dataset
from keiretsu.landscape.store import open_store
from keiretsu.news import read_article, read_claims
from keiretsu.news.corroboration import Page
from keiretsu.review.inbox import Inbox, open_journal

TEXT = """---
title: Page
date: 2026-05-19
publisher: Post
---
Geely owns 12% of Isuzu. Mazda owns 5% of Hino.
"""


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    options = ("--journal", tmp_path / "review.db", "--store", tmp_path / "facts.db")
    return ["news", "review", str(path), *map(str, options)]


def listed(call: Call, words: Sequence[str], *more: str) -> list[dict[str, Any]]:
    done = call(*words, "--json", *more)
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_without_a_terminal_the_way_is_told(call: Call, words: list[str]) -> None:
    refused = call(*words)
    assert refused.exit_code == 1
    assert "stdin is no terminal" in refused.stderr
    assert "--decisions FILE" in refused.stderr


def test_a_file_decides_and_undo_takes_back(
    call: Call, words: list[str], tmp_path: Path
) -> None:
    rows = listed(call, words)
    keys = {row["sentence"]: row["key"] for row in rows}
    file = tmp_path / "d.jsonl"
    file.write_text(
        json.dumps({"claim": keys["Geely holds 12 % of Isuzu"], "do": "accept"}),
        encoding="utf-8",
    )
    done = call(*words, "--decisions", str(file), "--by", "Ada")
    assert "accepted: Geely holds 12 % of Isuzu" in done.stderr
    assert len(listed(call, words)) == len(rows) - 1
    assert {r["decision"] for r in listed(call, words, "--all")} == {"accepted", None}
    store = str(tmp_path / "facts.db")
    history = ("landscape", "history", "geely", "isuzu", "--store", store)
    assert "12 %" in call(*history).stdout
    undone = call(*words[:2], *words[3:], "--undo", "--by", "Ada")
    assert "undone: Geely holds 12 % of Isuzu" in undone.stderr
    assert "rejected" in call(*history).stdout
    assert len(listed(call, words)) == len(rows)


def test_what_does_not_go_together_is_refused(call: Call, words: list[str]) -> None:
    assert call(*words, "--undo").exit_code == 2
    assert call(*words, "--json", "--decisions", "x").exit_code == 2
    missing = call(*words, "--decisions", "nowhere.jsonl")
    assert missing.exit_code == 1
    assert "nowhere.jsonl" in missing.stderr


def test_the_questions_lead_through_the_claims(tmp_path: Path) -> None:
    article = read_article(text=TEXT)
    store = open_store(tmp_path / "facts.db")
    store.fill()
    # accept, swap and accept, undo it, correct and accept
    answers = iter(
        ["x", "a", "w", "a", "u", "c", "percent=5.5", "oops", "", "a", "a", "l", "q"]
    )
    told: list[str] = []
    with open_journal(tmp_path / "review.db") as journal:
        inbox = Inbox(
            journal=journal, store=store, load=lambda: load_dataset(store), by="Ada"
        )
        claims = tuple(c for c in read_claims(article) if c.kind == "stake")
        questions = Questions(
            inbox=inbox, ask=lambda words: next(answers, None), tell=told.append
        )
        counts = questions.all([Page.of(article, claims)])
    assert counts == {"accepted": 2}
    day = load_dataset(store).landscape("2026-06-01")
    first, second = day.stake("geely", "isuzu"), day.stake("mazda", "hino")
    assert first is not None
    assert first.share == 0.12
    assert second is not None
    assert second.share == 0.055
    assert day.stake("hino", "mazda") is None
    said = "\n".join(told)
    for words in ("(1/2)", "“", "facts: new", "answer with one letter", "undone: "):
        assert words in said


def test_the_questions_ask_whether_a_name_is_a_known_company(tmp_path: Path) -> None:
    from tests.review.test_inbox import page, stake

    store = open_store(tmp_path / "facts.db")
    store.fill()
    pages = [page(stake(holder="geeley"), stake(5, 2, holder="acme_motor"))]
    answers = iter(["n", "1", "a", "n", "new", "Acme Motor", "a"])
    with open_journal(tmp_path / "review.db") as journal:
        inbox = Inbox(
            journal=journal, store=store, load=lambda: load_dataset(store), by="Ada"
        )
        counts = Questions(
            inbox=inbox, ask=lambda words: next(answers, None), tell=lambda said: None
        ).all(pages)
    assert counts == {"named": 2, "accepted": 2}
    day = load_dataset(store).landscape("2026-06-01")
    assert day.stake("geely", "isuzu") is not None
    assert day.label("acme_motor") == "Acme Motor"


def at_terminal(words: Sequence[str], typed: bytes) -> str:
    """Run the command at a terminal of its own, and type."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "keiretsu", *words])
    os.write(terminal, typed)
    said = b""
    while True:
        try:
            more = os.read(terminal, 10_000)
        except OSError:
            break
        if not more:
            break
        said += more
    os.waitpid(child, 0)
    return said.decode("utf-8", "replace")


def test_a_real_terminal_is_asked(words: list[str], tmp_path: Path) -> None:
    said = at_terminal([*words, "--by", "Ada"], b"a\nr\nan error\n\n")
    assert "(1/2)" in said
    assert "1 accepted, 1 rejected" in said
    again = at_terminal(words, b"")
    assert "nothing was decided" in again
