"""A deal is data: it survives writing and refuses the impossible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.deals import Deal, Merge, TakeStake, with_known_parties
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import load_landscape

DAY = "2025-05-19"


@given(share=st.floats(0, 1), votes=st.none() | st.floats(0, 1), merges=st.booleans())
def test_a_deal_survives_being_written(
    share: float, votes: float | None, merges: bool
) -> None:
    deal = Deal.stake("toyota", "nissan", share, votes=votes, on=DAY)
    if merges:
        more = Merge(first="honda", second="nissan")
        deal = Deal(steps=(*deal.steps, more), on=deal.on)
    back = Deal.from_dict(deal.to_dict())
    assert back.on == deal.on
    assert back.steps[1:] == deal.steps[1:]
    (first, second) = back.steps[0], deal.steps[0]
    assert isinstance(first, TakeStake)
    assert isinstance(second, TakeStake)
    assert first.share == pytest.approx(second.share, abs=1e-11)


def test_a_deal_file_reads_back(tmp_path: Path) -> None:
    deal = Deal.stake("toyota", "nissan", 0.25, votes=0.2, on=DAY)
    path = tmp_path / "deal.toml"
    path.write_text(deal.to_toml(), encoding="utf-8")
    assert Deal.from_file(path) == deal


def test_names_in_a_deal_file_may_be_spelled_as_people_do() -> None:
    steps = [{"kind": "merge", "first": "Toyota", "second": "日産自動車"}]
    deal = Deal.from_dict({"on": DAY, "steps": steps})
    assert deal.parties == ("Toyota", "日産自動車")
    known = with_known_parties(deal, load_landscape(DAY))
    assert known.parties == ("toyota", "nissan")
    assert with_known_parties(known, load_landscape(DAY)) is known


def test_a_deal_says_itself_in_a_sentence() -> None:
    today = load_landscape(DAY)
    merger = with_known_parties(Deal.merge("toyota", "nissan", on=DAY), today)
    assert merger.sentence == "Toyota and Nissan merge"
    stake = Deal.stake("Toyota", "Nissan", 0.25, votes=0.2, on=DAY)
    assert stake.sentence == "Toyota holds 25 % of Nissan with 20 % of the votes"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"steps": []}, "has no step"),
        ({"steps": [{"kind": "swap"}]}, "of kind 'swap'"),
        ({"steps": [{"kind": "merge", "first": "toyota"}]}, "lacks the field 'second'"),
        ({"steps": ["merge"]}, "is no table"),
        ({"steps": [{"kind": ["merge"]}]}, "of kind \\['merge'\\]"),
        ({"when": DAY, "steps": [1]}, "has a field 'when'"),
        (
            {"steps": [{"kind": "merge", "first": "a", "second": "b", "x": 1}]},
            "has no use for the field 'x'",
        ),
        (
            {
                "steps": [
                    {
                        "kind": "stake",
                        "holder": "toyota",
                        "held": "nissan",
                        "percent": "25",
                    }
                ]
            },
            "percent is '25'",
        ),
        ({"on": "May", "steps": [{"kind": "merge"}]}, "lacks the field"),
    ],
)
def test_what_is_no_deal_is_named(data: dict[str, Any], words: str) -> None:
    with pytest.raises(DataError, match=words):
        Deal.from_dict(data)


def test_impossible_deals_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="stake of 120 %"):
        Deal.stake("toyota", "nissan", 1.2)
    with pytest.raises(DataError, match="with itself"):
        Deal.merge("toyota", "toyota")
    with pytest.raises(UnknownName, match="did you mean Nissan"):
        with_known_parties(Deal.merge("toyota", "Nisan", on=DAY), load_landscape(DAY))
    with pytest.raises(DataError, match="there is no file"):
        Deal.from_file(tmp_path / "no.toml")
    binary = tmp_path / "x.toml"
    binary.write_bytes(b"\xff\xfe\0")
    with pytest.raises(DataError, match="byte 0 is not UTF-8"):
        Deal.from_file(binary)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"on": "2025-05-19", "on": "2020-01-01", "steps": []}',
            "'on' is there twice",
        ),
        (
            '{"on": "2025-05-19", "steps": [{"kind": "a", "kind": "b"}]}',
            "'kind' is there",
        ),
        ("[" * 100_000, "nested too deeply"),
        (
            '{"on": "2025-05-19", "steps": [{"kind": "stake", "holder": "toyota", '
            '"held": "nissan", "percent": ' + "9" * 5_000 + "}]}",
            "percent is 'inf'",
        ),
    ],
)
def test_json_that_says_two_things_or_none_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "deal.json").write_text(text)
    with pytest.raises(DataError, match=said):
        Deal.from_file(tmp_path / "deal.json")
