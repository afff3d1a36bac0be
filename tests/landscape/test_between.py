"""What went on between two companies, as entries, as a picture and as a matrix."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from lxml import etree
from tests.invented import landscape as made
from tests.invented import stake
from tests.pictures.boxes import collisions

from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import HistoryEntry, Landscape, load_landscape
from keiretsu.landscape.pictures.matrix import KINDS, kinds_of, links_by_pair
from keiretsu.landscape.records.stakes_and_links import Link, Member
from keiretsu.sources import Source
from keiretsu.units import PartialDate

SOURCE = Source(title="made for a test", confidence="assumed")
PAIRS = (
    *(("renault", "nissan"), ("nissan", "mitsubishi_motors"), ("toyota", "subaru")),
    *(("toyota", "nissan"), ("ford", "mazda"), ("honda", "nissan")),
)


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape("2025-06-01")


def link(*members: Member, start: str, end: str | None = None) -> Link:
    return Link(
        id="test",
        kinds=("alliance",),
        members=members,
        scope=None,
        start=PartialDate(start),
        end=PartialDate(end) if end else None,
        status="active",
        outcome="dissolved" if end else None,
        basis=None,
        source=SOURCE,
    )


def of(found: tuple[HistoryEntry, ...], kind: str) -> list[HistoryEntry]:
    return [entry for entry in found if entry.kind == kind]


def test_a_stake_lasts_until_its_next_figure_and_the_last_one_lasts_on() -> None:
    day = made(
        stake("a", "b", 0.34, "2016-10-20"),
        stake("a", "b", 0.3407, "2024-11-07"),
        stake("a", "b", 0.2405, "2024-11-08"),
    )
    stakes = of(day.between("a", "b"), "stake")
    assert [(str(s.start), s.words) for s in stakes[:2]] == [
        ("20 Oct 2016", "34 %"),
        ("7 Nov 2024", "34.07 %"),
    ]
    for earlier, later in itertools.pairwise(stakes):
        assert earlier.end is not None
        assert earlier.end.first == later.start.first
    assert stakes[-1].end is None


def test_figures_that_say_the_same_are_one_entry() -> None:
    rows = (stake("a", "b", 0.1, "2018"), stake("a", "b", 0.2, "2020-02"))
    day = made(*rows, stake("a", "b", 0.2, "2025-05"))
    found = of(day.between("a", "b"), "stake")
    assert [(s.words, str(s.start)) for s in found] == [
        ("10 %", "2018"),
        ("20 %", "Feb 2020"),
    ]


def test_a_stake_that_was_sold_ends_and_nothing_takes_its_place(
    landscape: Landscape,
) -> None:
    sold = replace(
        landscape.history("toyota", "subaru")[-1],
        share=0.0,
        since=PartialDate("2025-05-20"),
    )
    changed = replace(landscape, record=(*landscape.record, sold))
    stakes = of(changed.between("toyota", "subaru"), "stake")
    toyota = [s for s in stakes if s.lane == "Toyota in Subaru"]
    assert toyota[-1].end == PartialDate("2025-05-20")
    assert all(s.share for s in toyota)


def test_nothing_after_the_day_is_known() -> None:
    then = load_landscape("2024-12-31")
    found = then.between("honda", "nissan")
    (talks,) = [e for e in of(found, "link") if "merger" in e.lane]
    assert talks.end is None
    (talks,) = [
        e
        for e in of(load_landscape("2025-06-01").between("honda", "nissan"), "link")
        if "merger" in e.lane
    ]
    assert talks.end == PartialDate("2025-02-13")
    assert talks.words.endswith("(terminated)")
    assert all(e.start.first <= then.on for e in found if e.kind != "plan")


def test_a_link_lasts_while_both_are_in_it(landscape: Landscape) -> None:
    made = link(
        Member(company="renault"),
        Member(
            company="nissan", since=PartialDate("2005"), until=PartialDate("2010-06")
        ),
        start="1999",
        end="2020",
    )
    (entry,) = of(
        replace(landscape, link_record=(made,)).between("renault", "nissan"), "link"
    )
    assert (entry.start.text, entry.end and entry.end.text) == ("2005", "2010-06")
    alone = replace(
        landscape, link_record=(link(Member(company="nissan"), start="1999"),)
    )
    assert of(alone.between("renault", "nissan"), "link") == []


def test_a_window_leaves_out_what_ended_before_it_or_began_after(
    landscape: Landscape,
) -> None:
    day = made(
        stake("a", "b", 0.368, "1999"),
        stake("a", "b", 0.444, "2005"),
        stake("b", "a", 0.15, "2002", votes=0.0),
        stake("a", "b", 0.43, "2016"),
    )
    drawn = of(day.between("a", "b", "2010-01-01", "2015-01-01"), "stake")
    assert {e.words for e in drawn} == {"44.4 %", "15 % (votes 0 %)"}
    found = landscape.between("renault", "nissan", "2010-01-01", "2015-01-01")
    for entry in of(found, "event"):
        assert dt.date(2010, 1, 1) < entry.start.last
        assert entry.start.first <= dt.date(2015, 1, 1)


def test_the_order_of_the_two_does_not_matter(landscape: Landscape) -> None:
    one, other = (
        landscape.between(*pair)
        for pair in (("renault", "nissan"), ("nissan", "renault"))
    )
    assert {repr(e) for e in one} == {repr(e) for e in other}


def test_a_timeline_needs_two_companies_that_we_know(landscape: Landscape) -> None:
    with pytest.raises(DataError, match="with itself"):
        landscape.between("nissan", "Nissan")
    with pytest.raises(UnknownName, match="Nissan"):
        landscape.timeline("nisan", "renault")
    with pytest.raises(DataError, match="no day"):
        landscape.timeline("nissan", "renault", "May")


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_no_label_of_a_timeline_is_overlapped_or_crossed(
    landscape: Landscape, pair: tuple[str, str]
) -> None:
    for since in (None, "2020-01-01"):
        picture = landscape.timeline(*pair, since)
        assert collisions(picture.svg) == []
        assert len(picture.table.rows) == len(landscape.between(*pair, since))


def test_two_that_nothing_ties_have_an_empty_timeline(landscape: Landscape) -> None:
    picture = landscape.timeline("rivian", "kuwait_investment_authority")
    assert "nothing on record" in picture.title
    assert picture.table.rows == ()
    etree.fromstring(picture.svg.encode())


def test_open_bars_fade_and_plans_are_hollow(landscape: Landscape) -> None:
    found = landscape.between("toyota", "subaru")
    svg = landscape.timeline("toyota", "subaru").svg
    # The legend has one bar that fades, one filled dot and one hollow dot.
    lasting = sum(e.lasts and e.end is None for e in found)
    assert svg.count('fill-opacity="0.') >= 6 * (lasting + 1)
    assert svg.count('r="4" fill="white"') == len(of(found, "plan")) + 1
    assert svg.count('r="4" fill="#222222"') == len(of(found, "event")) + 1


@pytest.mark.parametrize("on", ["2000-01-01", "2012-01-01", "2025-06-01", "2026-06-01"])
def test_no_label_of_the_matrix_is_overlapped_or_crossed(on: str) -> None:
    assert collisions(load_landscape(on).matrix().svg) == []


def test_the_matrix_holds_every_pair_that_a_link_ties(landscape: Landscape) -> None:
    cells = links_by_pair(landscape)
    stakes = {frozenset((s.holder, s.held)) for s in landscape.stakes}
    pairs = sum(
        bool(set(link.kinds) - {"equity"})
        or len(link.companies) == 2
        or frozenset(pair) in stakes
        for link in landscape.links
        for pair in itertools.combinations(sorted(set(link.companies)), 2)
    )
    assert sum(len(links) for links in cells.values()) == pairs
    assert len(landscape.matrix().table.rows) == pairs
    used = {kind for links in cells.values() for kind in kinds_of(links)}
    assert used == {kind for k in landscape.links for kind in k.kinds}
    assert used <= set(KINDS)


def test_the_matrix_of_a_company_holds_it_and_its_partners(
    landscape: Landscape,
) -> None:
    whole, near = links_by_pair(landscape), links_by_pair(landscape, ["honda"])
    partners = {who for pair in near for who in pair}
    assert partners == {who for p in whole if "honda" in p for who in p}
    assert near == {p: k for p, k in whole.items() if set(p) <= partners}


def test_every_kind_of_link_has_a_letter_and_a_colour_of_its_own() -> None:
    letters, colours = zip(*KINDS.values(), strict=True)
    assert len(set(letters)) == len(set(colours)) == len(KINDS) == 11
