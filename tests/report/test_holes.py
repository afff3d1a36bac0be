"""Reference facts beside claims with holes."""

from __future__ import annotations

from typing import Any

import pytest

from keiretsu.landscape import Landscape, load_landscape
from keiretsu.news.claim import Claim
from keiretsu.report.holes import fillers, recorded


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


def test_twenty_percent_of_nobody_finds_subaru(landscape: Landscape) -> None:
    hole = claim("stake", ("held",), holder="toyota", percent=20.0, action="holds")
    assert [f.words for f in fillers(hole, landscape)] == [
        "Toyota holds 20 % of Subaru (May 2025)"
    ]
    assert "held" not in hole.normalised


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


def test_a_full_claim_is_shown_beside_our_record(landscape: Landscape) -> None:
    full = claim("stake", holder="toyota", held="mazda", percent=5.1, action="holds")
    fact = recorded(full, landscape)
    assert fact is not None
    assert fact.words == "Toyota holds 5.1 % of Mazda (May 2025)"
    assert recorded(claim("sales", company="nissan", metric="sales"), landscape) is None
