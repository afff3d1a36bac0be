"""Tables and sentences on a terminal of any width: no word and no percent broken."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from keiretsu.cli.output import show, table

HEADS = ("link", "what is known", "since", "source")
ROW = ("badge engineering", "an electrification of 20 %", "20 Oct 2016", "[5] sourced")
WORDS = st.lists(st.text("abcé", min_size=1, max_size=9), min_size=1, max_size=6)


def printed(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int, **how: object
) -> list[str]:
    """Return the lines of a table on a terminal of a width."""
    console = Console(width=width, color_system=None)
    with pytest.MonkeyPatch.context() as change, console.capture() as told:
        change.setenv("COLUMNS", str(width))
        console.print(table("title", columns, rows, **how))  # type: ignore[arg-type]
    return told.get().splitlines()


@pytest.mark.parametrize("width", [52, 56, 60, 70, 80])
def test_a_table_breaks_no_word_and_no_percent(width: int) -> None:
    lines = printed(HEADS, [ROW] * 2, width)
    assert max(map(len, lines)) <= width
    said = " ".join(lines).split()
    for word in " ".join((*HEADS, *ROW)).split():
        assert word in said
    assert any("20 %" in line for line in lines)


def test_a_column_of_two_lines_is_as_wide_as_the_longer_one() -> None:
    row = ("jp-2024,\nrelative", "shapley", "+1.9 % to +2.8 %", "−1.2 % of spending")
    heads = ("market", "control", "range", "buyers")
    lines = printed(heads, [row] * 3, 44, whole=("market", "control"))
    said = " ".join(lines).split()
    assert max(map(len, lines)) <= 44
    assert said.count("spending") == said.count("relative") == 3
    assert not any(line.strip().startswith("%") for line in lines)


def test_columns_stand_apart_where_there_is_room() -> None:
    assert any("[5] sourced" in line for line in printed(HEADS, [ROW], 100))
    assert any("what is known     " in line for line in printed(HEADS, [ROW], 100))


def test_a_number_is_never_broken() -> None:
    lines = printed(("what", "change"), [("a " * 30, "+1.2 % to +3.4 %")], 40)
    lines += printed(
        ("what", "change"), [("a " * 30, "+1.2 % to +3.4 %")], 40, numbers=("change",)
    )
    assert sum("+1.2 % to +3.4 %" in line for line in lines) == 2


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4))
def test_whatever_fits_at_all_is_whole(rows: list[tuple[list[str], ...]]) -> None:
    cells = [tuple(" ".join(words) for words in row) for row in rows]
    lines = printed(("a", "b", "c"), cells, 60)
    assert max(map(len, lines)) <= 60
    said = " ".join(lines).split()
    for row in rows:
        for words in row:
            assert set(words) <= set(said)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_sentence_keeps_its_percents(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    show(" ".join(f"{n} %" for n in range(60)))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    assert not any(line.startswith("%") for line in lines)
    assert " ".join(line.strip() for line in lines).split()[::2] == [
        str(n) for n in range(60)
    ]
