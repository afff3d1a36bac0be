"""Who is tied to whom: pairs of the matrix, rings of stakes, what a day changed."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.invented import SOURCE, landscape, stake

from keiretsu.control import explain_control
from keiretsu.landscape import Link, Member
from keiretsu.landscape.pictures.matrix import links_by_pair
from keiretsu.landscape.records.stakes_and_links import LinkKind
from keiretsu.units import PartialDate


def link(name: str, members: str, *kinds: LinkKind) -> Link:
    return Link(
        id=name,
        kinds=kinds,
        members=tuple(Member(company=member) for member in members),
        scope=None,
        start=PartialDate("2010"),
        end=None,
        status="active",
        outcome=None,
        basis=None,
        source=SOURCE,
    )


def test_equity_of_many_is_shown_between_those_who_hold_stakes() -> None:
    sphere = link("sphere", "abcd", "equity")
    day = landscape(
        stake("a", "b", 0.2),
        stake("a", "c", 0.1),
        stake("d", "a", 0.01),
        links=(sphere,),
    )
    assert set(links_by_pair(day)) == {("a", "b"), ("a", "c"), ("a", "d")}


def test_other_kinds_of_a_link_of_many_hold_for_every_pair() -> None:
    alliance = link("alliance", "abc", "alliance", "equity")
    day = landscape(stake("a", "b", 0.2), stake("z", "c", 0.2), links=(alliance,))
    kinds = {pair: links[0].kinds for pair, links in links_by_pair(day).items()}
    assert kinds[("a", "b")] == ("alliance", "equity")
    assert kinds[("a", "c")] == kinds[("b", "c")] == ("alliance",)


def test_equity_that_two_agreed_on_needs_no_stake_on_record() -> None:
    day = landscape(stake("a", "z", 1.0), stake("b", "y", 1.0),
                    links=(link("two", "ab", "equity"),))  # fmt: skip
    assert set(links_by_pair(day)) == {("a", "b")}


def test_the_matrix_round_one_shows_what_its_partners_have_between_them() -> None:
    links = (
        link("one", "ab", "jv"),
        link("two", "bc", "supply"),
        link("three", "ac", "platform"),
        link("four", "cd", "jv"),
    )
    day = landscape(*(stake("z", c, 0.1) for c in "abcd"), links=links)
    assert set(links_by_pair(day, ["a"])) == {("a", "b"), ("b", "c"), ("a", "c")}
    assert set(links_by_pair(day, ["d"])) == {("c", "d")}


@pytest.mark.parametrize(
    ("stakes", "ring"),
    [
        ((), ()),
        ((("a", "b", 0.2), ("b", "c", 0.2)), ()),
        ((("a", "b", 0.2), ("b", "a", 0.01)), ("a", "b")),
        (
            (("a", "b", 0.2), ("b", "a", 0.0025), ("a", "c", 0.1), ("c", "a", 0.09)),
            ("a", "c"),
        ),
        (
            (("a", "b", 0.9), ("b", "c", 0.9), ("c", "a", 0.9), ("a", "d", 0.01),
             ("d", "a", 0.01)),
            ("a", "d"),
        ),
        (
            (("a", "b", 0.1), ("b", "d", 0.3), ("a", "c", 0.2), ("c", "d", 0.2),
             ("d", "a", 0.4)),
            ("a", "c", "d"),
        ),
    ],
)  # fmt: skip
def test_the_ring_is_the_shortest_and_of_those_the_strongest(
    stakes: tuple[tuple[str, str, float], ...], ring: tuple[str, ...]
) -> None:
    day = landscape(*(stake(*one) for one in stakes), stake("z", "a", 0.05))
    assert explain_control(day, "a").ring == ring


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (0.0507, 0.051, False),
        (0.0507, 0.052, True),
        (0.5, 0.5, False),
        (0.0196, 0.02, False),
        (0.2, 0.25, True),
    ],
)
def test_a_figure_restated_more_coarsely_is_no_change(
    before: float, after: float, changed: bool
) -> None:
    rows = stake("a", "b", before, "2020"), stake("a", "b", after, "2024")
    first, second = (landscape(*rows, on=dt.date(year, 1, 1)) for year in (2022, 2025))
    assert bool(first.diff(second).changes) == changed


def test_votes_that_are_known_now_are_no_change() -> None:
    rows = stake("a", "b", 0.2, "2020"), stake("a", "b", 0.2, "2024", votes=0.15)
    first, second = (landscape(*rows, on=dt.date(year, 1, 1)) for year in (2022, 2025))
    assert first.diff(second).changes == ()
