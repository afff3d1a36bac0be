"""Who has the say in a company: the bundled landscape, explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.control import explain_control, oceanic_power, shapley_shubik
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import load_landscape


def test_oceanic_power_is_the_worked_example(
    worked: Callable[[str], dict[str, Any]],
) -> None:
    example = worked("E16")
    for votes, power in example["pairs"]:
        assert oceanic_power([votes])[0] == pytest.approx(power)
    low_turnout = oceanic_power([0.25], turnout=0.7)[0]
    assert low_turnout == pytest.approx(example["turnout70_w25"])


def test_without_an_ocean_power_is_shapleys() -> None:
    np.testing.assert_allclose(
        oceanic_power([0.4, 0.3, 0.2, 0.1]), shapley_shubik([40, 30, 20, 10], 51)
    )


def test_a_majority_has_all_power() -> None:
    np.testing.assert_allclose(oceanic_power([0.51, 0.2, 0.1]), [1, 0, 0], atol=1e-12)


@given(st.lists(st.floats(0.01, 0.2), min_size=1, max_size=5))
def test_power_is_shared_and_follows_votes(votes: list[float]) -> None:
    power = oceanic_power(votes)
    assert (power >= 0).all()
    assert power.sum() <= 1 + 1e-9
    order = np.argsort(votes)
    assert (np.diff(power[order]) >= -1e-9).all()


def test_impossible_votes_are_refused() -> None:
    with pytest.raises(DataError, match="for the rest"):
        oceanic_power([0.7, 0.6])
    with pytest.raises(DataError, match="quota of 1"):
        oceanic_power([0.2], quota=1)


def test_nissan_leads_in_mitsubishi_motors_since_2016() -> None:
    day = load_landscape("2025-06-01")
    found = explain_control(day, "mitsubishi_motors")
    first = found.voters[0]
    assert first.stake.holder == "nissan"
    assert first.votes == day.votes_of(first.stake)
    assert first.votes.how == "outstanding"
    second = found.voters[1]
    assert first.power is not None
    assert second.power is not None
    assert first.power > second.power > 0
    assert [stake.holder for stake in found.chain][:2] == ["nissan", "renault"]
    assert all(stake.source.title for stake in found.chain)
    before = explain_control(load_landscape("2016-01-01"), "mitsubishi_motors")
    assert "nissan" not in [voter.stake.holder for voter in before.voters]
    assert before.voters[0].stake.holder == "mitsubishi_heavy"
    assert before.sentence.startswith("nobody decides alone")


def test_hyundais_ring_is_found_and_counted_once() -> None:
    found = explain_control(load_landscape("2025-06-01"), "hyundai")
    assert found.ring == ("hyundai", "kia", "hyundai_mobis")
    assert found.group == "hyundai_group"
    assert 0 < sum(found.ultimate.values()) < 1
    assert "hyundai" not in found.ultimate


def test_a_majority_of_votes_decides_alone() -> None:
    found = explain_control(load_landscape("2025-06-01"), "volkswagen")
    assert found.voters[0].stake.holder == "porsche_se"
    assert found.voters[0].votes.stated
    assert found.voters[0].power == pytest.approx(1)
    assert "decides alone" in found.sentence


def test_the_trust_votes_nothing_and_pays_renault() -> None:
    found = explain_control(load_landscape("2025-06-01"), "nissan")
    trust = next(v for v in found.voters if v.stake.holder == "french_trust")
    assert trust.votes.value == 0
    assert trust.power == 0
    assert found.ultimate["renault"] > 0.25


@pytest.mark.parametrize(
    ("venture", "words"),
    [  # 18 % of the one float, 16 % of the other are its bank's, staff's and dealers'
        (
            "ford_otosan",
            "Ford casts 41 % of the votes and Koç Holding 41 % in Ford Otosan.*"
            "the other 18 % are is not on record",
        ),
        (
            "jsw_mg_india",
            "SAIC casts 49 % of the votes and JSW 35 % in JSW MG India.*"
            "the other 16 % are is not on record",
        ),
    ],
)
def test_the_rest_of_a_joint_venture_is_no_crowd(venture: str, words: str) -> None:
    found = explain_control(load_landscape("2025-06-01"), venture)
    assert [voter.power for voter in found.voters] == [None, None]
    assert re.search(words, found.sentence)
    assert "largest holder" not in found.sentence


@pytest.mark.parametrize(
    ("venture", "powers"),
    [
        ("changan_mazda", [1 / 3, 1 / 3, 1 / 3]),  # 47.5, 47.5 and 5: any two decide
        ("renault_korea", [1, 0]),  # a majority decides, whoever has the rest
        ("gac_toyota", [0.5, 0.5]),
    ],
)
def test_a_venture_whose_votes_are_known_has_powers(
    venture: str, powers: list[float]
) -> None:
    found = explain_control(load_landscape("2025-06-01"), venture)
    assert [voter.power for voter in found.voters] == pytest.approx(powers)


def test_an_unknown_company_is_refused() -> None:
    with pytest.raises(UnknownName):
        explain_control(load_landscape("2025-06-01"), "acme")


def test_companies_of_one_group_decide_together() -> None:
    """44 % of PSD Investment, 22 % of Geely, 16 % of Volvo Cars: 82 % of one group."""
    found = explain_control(load_landscape("2026-11-26"), "polestar")
    assert found.group == "geely"
    assert max(voter.votes.value for voter in found.voters) < 0.5
    assert "cast 82 % of the votes in Polestar" in found.sentence
    assert found.sentence.endswith("that of Geely, which decides alone")


def test_a_ring_is_no_group_that_casts_votes_together() -> None:
    found = explain_control(load_landscape("2026-11-26"), "hyundai")
    assert "of one group" not in found.sentence


@pytest.mark.parametrize(
    ("company", "said"),
    [
        ("renault_korea", "Renault casts 50 to 65.98 % of the votes in Renault Korea"),
        ("geely", "Li Shufu casts at least 50.1 % of the votes in Geely"),
        ("isuzu", "Mitsubishi Corporation casts 8 to 9 % of the votes"),
        ("mazda", "Toyota casts 5.1 % of the votes"),
    ],
)
def test_votes_known_as_a_range_are_told_as_one(company: str, said: str) -> None:
    """The middle of a range is computed with; nobody stated it."""
    day = load_landscape("2026-11-20")
    assert said in explain_control(day, company).sentence
