"""What a stake counts for: exact, a range, freed of own shares; worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.errors import DataError
from keiretsu.landscape import Capital, Member, Stake
from keiretsu.landscape.records.share_counts import cash_part, votes_part
from keiretsu.landscape.records.stakes_and_links import Base
from keiretsu.landscape.tables.schema import TABLES
from keiretsu.landscape.tables.tables import read_rows
from keiretsu.sources import Source
from keiretsu.units import PartialDate

PAPER = Source(title="a paper")


def stake(
    share: float | None,
    *,
    ends: tuple[float | None, float | None] = (None, None),
    votes: float | None = None,
    of: Base | None = None,
) -> Stake:
    return Stake(
        holder="nissan",
        held="mitsubishi_motors",
        share=share,
        share_min=ends[0],
        share_max=ends[1],
        votes=votes,
        of=of,
        since=PartialDate("2025-01-01"),
        note=None,
        source=PAPER,
    )


def shares(issued: float, own: float | None) -> dict[str, Capital]:
    held = Capital(
        company="mitsubishi_motors",
        issued=issued,
        own=own,
        since=PartialDate("2025-01-01"),
        note=None,
        source=PAPER,
    )
    return {held.company: held}


def test_a_fifth_own_shares_make_24_percent_of_all_30_percent_of_the_votes() -> None:
    capital = shares(1000, 200)
    assert votes_part(stake(0.24, of="issued"), capital).value == pytest.approx(0.30)
    assert cash_part(stake(0.24, of="issued"), capital).how == "outstanding"


@pytest.mark.parametrize("of", ["outstanding", None])
def test_own_shares_matter_only_where_the_source_counts_them(of: Base | None) -> None:
    found = votes_part(stake(0.24, of=of), shares(1000, 200))
    assert (found.value, found.how) == (0.24, "as share")


def test_unknown_own_shares_change_nothing() -> None:
    assert cash_part(stake(0.24, of="issued"), shares(1000, None)).value == 0.24
    assert cash_part(stake(0.24, of="issued"), {}).value == 0.24


def test_stated_votes_stand_whatever_the_shares() -> None:
    found = votes_part(stake(0.24, votes=0.1, of="issued"), shares(1000, 200))
    assert (found.value, found.how, found.stated) == (0.1, "stated", True)


def test_where_only_votes_are_stated_the_profit_follows_them() -> None:
    held = stake(None, votes=0.522)
    assert cash_part(held, {}).value == 0.522
    assert cash_part(held, {}).how == "as votes"


def test_a_range_counts_by_its_middle_and_says_so() -> None:
    held = stake(None, ends=(0.08, 0.09))
    assert held.share_words == "8 to 9 %"
    assert votes_part(held, {}).value == pytest.approx(0.085)
    assert votes_part(held, {}).how == "midpoint"


def test_a_stake_of_unknown_size_counts_nothing_and_says_so() -> None:
    held = stake(None)
    assert (held.share_words, held.votes_words) == ("unknown", "unknown")
    found = votes_part(held, {})
    assert (found.value, found.how) == (0, "unknown")


@given(
    part=st.floats(0, 1),
    issued=st.floats(1, 1e10),
    own=st.floats(0, 0.99),
)
def test_no_part_exceeds_the_whole_or_falls_below_the_stated_share(
    part: float, issued: float, own: float
) -> None:
    found = cash_part(stake(part, of="issued"), shares(issued, own * issued))
    assert part * (1 - 1e-12) <= found.value <= 1


RANGES = (
    "holder,held,percent,percent_min,percent_max,of,votes_percent,since,note,"
    "source_title,address,confidence\n"
)


@pytest.mark.parametrize(
    ("figures", "words"),
    [(",8,9,", "8 to 9 %"), (",50,,", "at least 50 %"), (",,5,", "at most 5 %")],
)
def test_a_range_is_read_with_either_end(figures: str, words: str) -> None:
    row = f"toyota,isuzu,{figures},,2020,,t,,sourced"
    (held,) = read_rows(RANGES + row, "a.csv", TABLES["stakes"])
    assert (held.share, held.share_words) == (None, words)


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ("7,8,9,", "7 % and a range at once"),
        (",9,8,", "from 9 % to 8 %"),
        (",8,109,", "109 % is not from 0"),
        ("8,,,shares", "'shares' is none of issued, outstanding"),
    ],
)
def test_an_impossible_range_is_refused(figures: str, message: str) -> None:
    row = f"toyota,isuzu,{figures},,2020,,t,,sourced"
    with pytest.raises(DataError, match=message):
        read_rows(RANGES + row, "a.csv", TABLES["stakes"])


@pytest.mark.parametrize("figures", ["100,100", "0,", "100,-1"])
def test_a_company_cannot_hold_all_of_itself(figures: str) -> None:
    text = "company,issued,own,since,note,source_title,address,confidence\n"
    with pytest.raises(DataError, match="line 2"):
        read_rows(
            f"{text}toyota,{figures},2020,,t,,sourced", "a.csv", TABLES["capital"]
        )


LINKS = (
    "id,kinds,members,scope,start,end,status,outcome,basis,source_title,address,"
    "confidence\n"
)


def test_members_are_read_with_when_they_were_in() -> None:
    row = "x,alliance;supply,toyota;mazda from 2020-02 until 2024,,2010,,active,,,t,,"
    (link,) = read_rows(f"{LINKS}{row}sourced", "a.csv", TABLES["links"])
    assert link.kinds == ("alliance", "supply")
    assert link.members == (
        Member(company="toyota"),
        Member(
            company="mazda", since=PartialDate("2020-02"), until=PartialDate("2024")
        ),
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x,friendship,toyota,,2010,,active,,", "'friendship' is none of alliance"),
        ("x,supply,toyota,,2010,,ongoing,,", "'ongoing' is none of reported"),
        ("x,supply,toyota since 2020,,2010,,active,,", "is no member: write COMPANY"),
        ("x,supply,No Where,,2010,,active,,", "is no member"),
    ],
)
def test_a_link_of_no_known_kind_is_refused(row: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_rows(f"{LINKS}{row},t,,sourced", "a.csv", TABLES["links"])


def test_a_range_without_an_upper_end_counts_by_its_lower_end() -> None:
    """ "Over 10 %" is no majority: the middle of 10 and 100 would be one."""
    found = votes_part(stake(None, ends=(0.10, 1.0)), {})
    assert (found.value, found.how) == (0.10, "at least")
