"""Which figure holds, who is a group, and when figures contradict: worked by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.invented import ON, company, landscape, stake

from keiretsu.errors import DataError
from keiretsu.landscape import Event, Stake
from keiretsu.landscape.analysis.consistency import contradictions
from keiretsu.landscape.groups import groups
from keiretsu.landscape.in_force import same_figure, stakes_in_force
from keiretsu.landscape.tables.schema import TABLES
from keiretsu.landscape.tables.tables import read_rows
from keiretsu.sources import Source
from keiretsu.units import PartialDate


def test_the_sourced_figure_of_a_day_beats_the_remembered_one() -> None:
    rows = [
        stake("a", "b", 0.30, "2025-01", confidence="memory"),
        stake("a", "b", 0.20, "2025-01"),
        stake("a", "b", 0.31, "2025-01", confidence="memory"),
    ]
    assert [s.share for s in stakes_in_force(rows, ON)] == [0.2]


def test_a_later_memory_beats_an_earlier_source() -> None:
    rows = [
        stake("a", "b", 0.20, "2024"),
        stake("a", "b", 0.30, "2025", confidence="memory"),
    ]
    assert [s.share for s in stakes_in_force(rows, ON)] == [0.3]


def test_of_two_sourced_figures_the_more_exact_date_then_figure_holds() -> None:
    rows = [stake("a", "b", 0.2, "2025-01"), stake("a", "b", 0.21, "2025-01-01")]
    assert [s.share for s in stakes_in_force(rows, ON)] == [0.21]
    rows = [stake("a", "b", 0.1705, "2025-01"), stake("a", "b", 0.171, "2025-01")]
    assert [s.share for s in stakes_in_force(rows, ON)] == [0.1705]


def test_zero_percent_ends_a_stake() -> None:
    rows = [stake("a", "b", 0.2, "2020"), stake("a", "b", 0.0, "2025")]
    assert stakes_in_force(rows, dt.date(2024, 12, 31)) == (rows[0],)
    assert stakes_in_force(rows, ON) == ()


dates = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))


@given(
    rows=st.lists(
        st.builds(
            lambda holder, held, share, since: stake(
                holder, held, share, since.isoformat()
            ),
            st.sampled_from("ab"),
            st.sampled_from("cd"),
            st.sampled_from([0.0, 0.1, 0.25, 1.0]),
            dates,
        ),
        max_size=12,
    ),
    on=dates,
)
def test_in_force_is_one_positive_past_figure_a_pair(
    rows: list[Stake], on: dt.date
) -> None:
    held = stakes_in_force(rows, on)
    pairs = [(s.holder, s.held) for s in held]
    assert len(set(pairs)) == len(pairs)
    for s in held:
        assert s in rows
        assert s.share is not None
        assert s.share > 0
        later = [
            r
            for r in rows
            if (r.holder, r.held) == (s.holder, s.held)
            and s.since.first < r.since.first <= on
        ]
        assert s.since.first <= on
        assert later == []


@given(st.integers(0, 1000), st.integers(0, 2))
def test_a_figure_agrees_with_its_own_rounding(tenths: int, places: int) -> None:
    share = tenths / 1000
    assert same_figure(share, round(100 * share, places))


def test_votes_decide_a_group_where_they_are_known() -> None:
    companies = {c: company(c) for c in "abc"}
    rows = [
        stake("a", "b", 0.6, "2020", votes=0.4),
        stake("a", "c", 0.4, "2020", votes=0.6),
    ]
    heads = groups(companies, rows, rows, on=ON)
    assert heads == {"a": "a", "b": "b", "c": "a"}


def test_a_chain_leads_to_its_top_and_a_half_to_nobody() -> None:
    companies = {c: company(c) for c in "abcd"}
    rows = [
        stake("a", "b", 0.51, "2020"),
        stake("b", "c", 1.0, "2020"),
        stake("c", "d", 0.5, "2020"),
    ]
    assert groups(companies, rows, rows, on=ON) == {
        "a": "a",
        "b": "a",
        "c": "a",
        "d": "d",
    }


def test_a_ring_of_majorities_ends() -> None:
    companies = {c: company(c) for c in "ab"}
    rows = [stake("a", "b", 0.6, "2020"), stake("b", "a", 0.6, "2020")]
    assert set(groups(companies, rows, rows, on=ON)) == {"a", "b"}


def test_a_holding_names_a_group_only_if_it_controls_two() -> None:
    companies = {
        "h": company("h", kind="holding"),
        "a": company("a"),
        "b": company("b"),
    }
    one = [stake("h", "a", 0.6, "2020")]
    assert groups(companies, one, one, on=ON) == {"h": "a", "a": "a", "b": "b"}
    two = [*one, stake("h", "b", 0.6, "2020")]
    assert groups(companies, two, two, on=ON) == {"h": "h", "a": "h", "b": "h"}


def test_a_parent_counts_only_where_no_stake_of_it_was_ever_recorded() -> None:
    companies = {
        "a": company("a"),
        "s": company("s", kind="subsidiary", parent="a"),
    }
    other = [stake("a", "x", 0.1, "2020")]
    assert groups(companies, other, other, on=ON)["s"] == "a"
    ended = [stake("a", "s", 1.0, "2000"), stake("a", "s", 0.0, "2010")]
    assert groups(companies, [], ended, on=ON)["s"] == "s"
    minority = [stake("x", "s", 0.3, "2020")]
    assert groups(companies, minority, minority, on=ON)["s"] == "a"
    majority = [stake("x", "s", 0.6, "2020")]
    assert groups(companies, majority, majority, on=ON)["s"] == "x"


def test_a_name_holds_its_members_from_the_first_stake_between_them() -> None:
    """Kia counts to Hyundai Motor Group since Hyundai bought it, not for ever."""
    companies = {
        "name": company("name"),
        "a": company("a", parent="name"),
        "b": company("b", parent="name"),
        "c": company("c", parent="name"),
    }
    ever = [stake("a", "b", 0.4, "2010-03-05"), stake("x", "c", 0.1, "2015")]
    before = groups(companies, [], ever, on=dt.date(2010, 3, 4))
    assert (before["a"], before["b"], before["c"]) == ("name", "b", "name")
    after = groups(companies, ever[:1], ever, on=dt.date(2010, 3, 5))
    assert (after["a"], after["b"], after["c"]) == ("name", "name", "name")


def test_figures_contradict_unless_something_happened_between() -> None:
    rows = [
        stake("nissan", "renault", 0.20, "2025-01-10", title="one paper"),
        stake("nissan", "renault", 0.25, "2025-03", title="another paper"),
    ]
    sale = Event(
        date=PartialDate("2025-02-01"),
        kind="equity",
        status="completed",
        parties=("renault", "nissan"),
        summary="more shares",
        value=None,
        source=Source(title="invented"),
    )
    (found,) = contradictions(landscape(*rows))
    assert found.kind == "figures"
    assert "20 %" in found.text
    assert "25 %" in found.text
    assert contradictions(landscape(*rows, events=(sale,))) == ()


def test_stakes_beyond_100_percent_are_a_contradiction() -> None:
    rows = [stake("a", "c", 0.7, "2020"), stake("b", "c", 0.4, "2020")]
    (found,) = contradictions(landscape(*rows))
    assert (found.kind, found.held) == ("sum", "c")


HEAD = "holder,held,percent,votes_percent,since,note,source_title,address,confidence\n"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("toyota,No Where,20,,2020,,t,,sourced", "column held: 'No Where'"),
        ("toyota,toyota,20,,2020,,t,,sourced", "'toyota' would hold a stake in itself"),
        ("toyota,subaru,120,,2020,,t,,sourced", "percent: 120 % is not from 0 to 100"),
        ("toyota,subaru,-1,,2020,,t,,sourced", "-1 % is not from 0 to 100"),
        ("toyota,subaru,1_0,,2020,,t,,sourced", "'1_0' is no number"),
        ("toyota,subaru,２０.５,,2020,,t,,sourced", "'２０.５' is no number"),
        ("toyota,subaru,٥,,2020,,t,,sourced", "'٥' is no number"),
        ("toyota,subaru,20 %,,2020,,t,,sourced", "'20 %' is no number"),
        ("toyota,subaru,inf,,2020,,t,,sourced", "'inf' is no number"),
        (",subaru,20,,2020,,t,,sourced", "column holder: the cell is empty"),
        ("toyota,subaru,20,,,,t,,sourced", "column since: the cell is empty"),
        ("toyota,subaru,20,,2020,,,,sourced", "the row names no source"),
        ("toyota,subaru,many,,2020,,t,,sourced", "many"),
        ("toyota,subaru,20,,soon,,t,,sourced", "'soon' is no date"),
        ("toyota,subaru,20,,2020,,t,,gossip", "'gossip' is no confidence"),
    ],
)
def test_an_impossible_row_is_reported_with_its_line(row: str, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        read_rows(HEAD + row, "facts/stakes.csv", TABLES["stakes"])
    assert "facts/stakes.csv, line 2" in str(caught.value)
