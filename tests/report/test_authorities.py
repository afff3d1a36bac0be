"""Concentration and tests, as the report shows them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.report.factories import DAY, effects, full_report, market, merger

from keiretsu.deals.deal import Deal
from keiretsu.landscape import load_landscape
from keiretsu.report.pictures.concentration import concentration
from keiretsu.report.report import Report
from keiretsu.report.sections.overlap import overlap
from keiretsu.report.sections.screens import screens
from keiretsu.report.severity import (
    GRADES,
    OUTCOMES,
    by_place,
    grade_of,
    in_short,
    standing,
)
from keiretsu.report.thresholds import decisive, thresholds
from keiretsu.rules.assess import assess
from keiretsu.rules.vocabulary import load_words

MAKERS = (
    *("honda", "mazda", "subaru", "suzuki", "isuzu", "bmw", "byd", "stellantis"),
    *("volkswagen", "ford", "gm", "hyundai", "geely", "chery", "great_wall", "nio"),
    *("xpeng", "saic", "gac", "baic", "changan", "li_auto", "leapmotor", "seres"),
)


@pytest.fixture(scope="module")
def report() -> Report:
    return full_report()


def test_each_market_is_held_against_its_own_authority(report: Report) -> None:
    places = by_place(report)
    values = {
        market: [t.value for t in thresholds(verdicts, report.deal.on)]
        for market, verdicts in places.items()
    }
    assert values == {"us-2022": [1800.0], "jp-2024": [1500.0, 2500.0]}


def test_the_picture_states_the_largest_rise(report: Report) -> None:
    picture = concentration(report)
    assert picture is not None
    top = max(decisive(report), key=lambda e: e.hhi_delta)
    assert top.title in picture.title
    assert len(picture.table.rows) == len(decisive(report))
    columns = [row[-1] for row in picture.table.rows]
    assert columns[0].startswith("1 800")
    assert "1 800" not in columns[1]


def test_a_market_without_a_test_is_not_shown_as_cleared() -> None:
    deal = merger()
    landscape = load_landscape(deal.on)
    places = [market("jp-2024"), market().replace(name="uk", jurisdiction="UK")]
    assessment = assess(deal, landscape, places)
    report = Report(deal=deal, effects=effects(deal), assessment=assessment)
    picture = concentration(report)
    assert picture is not None
    assert "undecided, or no test held" in picture.svg
    assert "No test of concentration that we hold decides on" in in_short(report)[1]


def test_a_deal_below_every_threshold_raises_no_concern() -> None:
    deal = Deal.merge("nissan", "tesla", on=DAY)
    small = market().replace(
        name="us-small",
        products=tuple("abcdefghijklmnopqrstuvwxyz"),
        firms=("nissan", "tesla", *MAKERS),
        brands=("Nissan", "Tesla", *MAKERS),
        quantities=np.full(26, 1000.0),
        prices=None,
        currency=None,
        nests=(None,) * 26,
        powertrains=(None,) * 26,
        competing=np.ones(26, dtype=bool),
    )
    assessment = assess(deal, load_landscape(deal.on), [small])
    report = Report(deal=deal, effects=effects(deal), assessment=assessment)
    assert in_short(report)[0] == (
        "Concentration: no test that would raise a concern is met in the one market "
        "where a test decides."
    )
    picture = concentration(report)
    assert picture is not None
    assert picture.title.startswith("In none of 1 market")


def test_a_safe_harbour_is_not_shown_as_a_concern(report: Report) -> None:
    assert report.assessment is not None
    first = report.assessment.verdicts[0]
    shown = [
        grade_of(dataclasses.replace(first, state="met", severity=s)).name
        for s in range(6)
    ]
    assert shown == ["safe", "safe", "neutral", "closer", "grave", "grave"]


def test_every_outcome_has_its_few_words() -> None:
    assert set(OUTCOMES) == set(load_words().outcomes)
    assert all(len(words) <= 24 for words in OUTCOMES.values())


def test_a_missed_safe_harbour_is_not_called_good_news(report: Report) -> None:
    assert report.assessment is not None
    first = report.assessment.verdicts[0]
    missed = dataclasses.replace(first, state="not met", outcome="safe_harbour")
    inside = dataclasses.replace(missed, state="met", severity=0)
    assert grade_of(missed).word == "outside the safe harbour"
    assert grade_of(inside).phrase == "✓ inside the safe harbour"


def test_unknown_is_never_shown_as_passed(report: Report) -> None:
    assert report.assessment is not None
    for verdict in report.assessment.verdicts:
        if verdict.state == "unknown":
            assert grade_of(verdict).word == "unknown"


def test_every_verdict_stands_under_its_authority(report: Report) -> None:
    section, assessment = screens(report), report.assessment
    assert section is not None
    assert assessment is not None
    told = [
        (r.verdict.jurisdiction, r.verdict.rule, r.verdict.test, r.grade, where)
        for place in section.content["places"]
        for tests in place.rules
        for results in tests
        for r in results
        for where in (r.where or (None,))
    ]
    titles = {c.market: c.title for c in assessment.concentrations}
    expected = []
    for v in assessment.verdicts:
        where = None if v.market is None else titles[v.market]
        if v.reading is not None:
            where = f"{where} ({v.reading})"
        expected.append((v.jurisdiction, v.rule, v.test, grade_of(v), where))
    assert sorted(told, key=repr) == sorted(expected, key=repr)


def test_outcomes_of_an_authority_are_counted_gravest_first(report: Report) -> None:
    section = screens(report)
    assert section is not None
    for place in section.content["places"]:
        order = [list(GRADES).index(grade.name) for grade, _ in place.outcomes]
        assert order == sorted(order)
        results = [r for rule in place.rules for test in rule for r in test]
        assert sum(number for _, number in place.outcomes) == len(results)


def test_markets_of_which_a_test_says_the_same_are_one_result(report: Report) -> None:
    assert report.assessment is not None
    verdicts = report.assessment.verdicts
    plain = [v for v in verdicts if v.market is not None and v.reading is None]
    twin = [dataclasses.replace(v, market="another-market") for v in plain]
    both = dataclasses.replace(report.assessment, verdicts=(*verdicts, *twin))
    section = screens(dataclasses.replace(report, assessment=both))
    assert section is not None
    named = [
        r.where
        for place in section.content["places"]
        for rule in place.rules
        for test in rule
        for r in test
        if "another-market" in r.where
    ]
    assert named
    assert all(len(where) > 1 for where in named)


def test_the_summary_counts_what_cannot_be_decided(report: Report) -> None:
    assert report.assessment is not None
    tests = {(v.rule, v.test, v.market): v.state for v in report.assessment.verdicts}
    unknown = list(tests.values()).count("unknown")
    assert unknown > 0
    assert f"{unknown} cannot be decided" in in_short(report)[1]


def test_without_an_assessment_nothing_is_claimed(report: Report) -> None:
    bare = dataclasses.replace(report, assessment=None)
    assert in_short(bare) == ()
    assert concentration(bare) is None
    assert screens(bare) is None


def test_makers_that_no_market_names_together_are_not_told_as_harmless() -> None:
    deal = Deal.merge("nissan", "ferrari", on=DAY)
    assessment = assess(deal, load_landscape(deal.on), [market()])
    report = Report(deal=deal, effects=effects(deal), assessment=assessment)
    section = overlap(report)
    assert section is not None
    assert section.lead[0] == (
        "No market held against thresholds names cars of two parties, so no rise of "
        "concentration can be seen."
    )
    assert section.glance is None


def test_markets_are_counted_by_whether_a_test_decides_there() -> None:
    deal = merger()
    open_ = [market().replace(name=f"uk-{n}", jurisdiction="UK") for n in range(4)]
    assessment = assess(deal, load_landscape(deal.on), open_)
    report = Report(deal=deal, effects=effects(deal), assessment=assessment)
    first, _ = in_short(report)
    assert first == "No test of concentration that we hold decides on any of 4 markets."


def test_a_market_that_misses_its_safe_harbour_is_not_quiet(report: Report) -> None:
    """Italy, Stellantis and Renault: +545 points above 1 000 were "not reached"."""
    assert report.assessment is not None
    entry = report.assessment.concentrations[0]
    first = next(v for v in report.assessment.verdicts if v.kind == "concentration")
    low = dataclasses.replace(
        first, state="not met", outcome="unlikely_concern", reading=None
    )
    quiet = dataclasses.replace(low, outcome="presumption_illegal", severity=5)
    open_ = dataclasses.replace(low, state="unknown")
    inside = dataclasses.replace(low, state="met", severity=1)
    assert standing(entry, [quiet, low]).phrase == "– concern not ruled out"
    assert standing(entry, [quiet, low, open_]).name == "unknown"
    assert standing(entry, [quiet]).phrase == "– not reached"
    assert standing(entry, [low, inside]).phrase == "✓ concern unlikely"
