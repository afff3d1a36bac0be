"""Reference facts beside claims with holes, each with its reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.invented import landscape as made
from tests.invented import stake

from keiretsu.landscape import Landscape, Suggestion, load_landscape
from keiretsu.news.claims.claim import Claim
from keiretsu.report.sections.reported import recorded


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape("2025-05-19")


def claim(kind: str, unresolved: tuple[str, ...] = (), **said: Any) -> Claim:
    return Claim(
        id="x",
        article="x",
        kind=kind,
        quote="q",
        span=(0, 1),
        normalised=said,
        unresolved=unresolved,
    )


def fillers(hole: Claim, landscape: Landscape) -> tuple[Suggestion, ...]:
    return landscape.suggest(hole.kind, hole.normalised, hole.unresolved)


def test_twenty_percent_of_nobody_finds_whom_the_holder_has_a_fifth_of() -> None:
    landscape = made(stake("toyota", "subaru", 0.2, "2025-05"), on=dt.date(2025, 5, 19))
    hole = claim("stake", ("held",), holder="toyota", percent=20.0, action="holds")
    assert [f.words for f in fillers(hole, landscape)] == [
        "Toyota holds 20 % of Subaru (May 2025)"
    ]
    assert "held" not in hole.normalised
    (found,) = fillers(hole, landscape)
    assert found.fills == {"held": ("subaru",)}
    assert found.why == (
        "Toyota is the holder, and the figure rounds to 20 %; in force on 2025-05-19"
    )
    assert found.source.confidence == "sourced"


def test_a_percentage_that_no_fact_has_finds_nothing(landscape: Landscape) -> None:
    hole = claim("stake", ("held",), holder="toyota", percent=33.0, action="holds")
    assert fillers(hole, landscape) == ()


def test_a_stake_without_percentage_or_names_is_not_guessed(
    landscape: Landscape,
) -> None:
    assert fillers(claim("stake", ("held",), holder="toyota"), landscape) == ()
    nobody = claim("stake", ("held", "holder"), percent=20.0)
    assert fillers(nobody, landscape) == ()


def test_a_dated_deal_without_a_name_finds_the_event_of_that_time(
    landscape: Landscape,
) -> None:
    hole = claim(
        "deal",
        ("parties",),
        parties=("nissan",),
        status="terminated",
        deal_type="merger",
        date="2025-02",
    )
    found = fillers(hole, landscape)
    assert found
    assert any("Honda" in fact.words for fact in found)


def test_what_a_lost_party_may_be_is_told_by_a_link_of_the_same_kind(
    landscape: Landscape,
) -> None:
    hole = claim("deal", ("parties",), parties=("dongfeng",), deal_type="jv")
    found = fillers(hole, landscape)
    partners = {"honda", "nissan", "stellantis"}
    assert partners == {who for one in found for who in one.fills["parties"]}
    assert "Dongfeng in both, and the link is jv" in {one.why for one in found}


def test_a_car_developed_with_nobody_finds_partners_of_its_maker(
    landscape: Landscape,
) -> None:
    hole = claim("product", ("developed_with",), maker="dongfeng", model="N7")
    found = fillers(hole, landscape)
    partners = {"honda", "nissan", "stellantis"}
    assert partners == {who for one in found for who in one.fills["developed_with"]}
    nobody = claim("product", ("developed_with",), model="N7")
    assert fillers(nobody, landscape) == ()
    both = claim(
        "product", ("developed_with",), maker="dongfeng", developed_with="nissan"
    )
    assert fillers(both, landscape) == ()


def test_a_full_claim_is_shown_beside_our_record(landscape: Landscape) -> None:
    full = claim("stake", holder="toyota", held="mazda", percent=5.1, action="holds")
    fact = recorded(full, landscape)
    assert fact is not None
    words = f"Toyota holds {fact.share_words} of Mazda ({fact.since})"
    assert landscape.sentence(fact) == words
    assert recorded(claim("sales", company="nissan", metric="sales"), landscape) is None
