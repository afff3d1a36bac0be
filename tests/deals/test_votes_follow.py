"""Votes that differ from the share today: what is held stays, what changes is said."""

from __future__ import annotations

import dataclasses

import pytest

from keiretsu import Deal, load_landscape
from keiretsu.deals import reorganise, with_known_parties
from keiretsu.deals.steps import TakeStake
from keiretsu.deals.votes_follow import votes_follow

DAY = "2025-05-19"
HERE = load_landscape(DAY)


def known(holder: str, held: str, percent: float) -> Deal:
    return with_known_parties(Deal.stake(holder, held, percent / 100, on=DAY), HERE)


@pytest.mark.parametrize("percent", [17.05, 35.71])
def test_a_share_as_it_is_published_is_held_already(percent: float) -> None:
    """Of Nissan, 17.05 % are Renault's own and 18.66 % lie with a trust for it."""
    before, after = reorganise(known("renault", "nissan", percent), HERE).stages
    assert after is before
    assert votes_follow(known("renault", "nissan", percent), HERE) == ()


def test_a_share_that_changes_takes_votes_with_it_and_says_so() -> None:
    deal = known("renault", "nissan", 37)
    assert reorganise(deal, HERE).after.part("renault", "nissan")[1] == pytest.approx(
        0.37
    )
    (told,) = votes_follow(deal, HERE)
    assert told.startswith("Renault has 15 % of the votes in Nissan for 35.9 % of its")
    assert "follow its share, 37 %" in told


def test_votes_that_are_stated_follow_nothing() -> None:
    deal = known("renault", "nissan", 37)
    (step,) = deal.steps
    assert isinstance(step, TakeStake)
    stated = dataclasses.replace(deal, steps=(dataclasses.replace(step, votes=0.15),))
    assert votes_follow(stated, HERE) == ()


@pytest.mark.parametrize(
    ("holder", "held"), [("toyota", "subaru"), ("toyota", "nissan"), ("ford", "kia")]
)
def test_where_votes_are_the_share_nothing_is_said(holder: str, held: str) -> None:
    assert votes_follow(known(holder, held, 30), HERE) == ()
