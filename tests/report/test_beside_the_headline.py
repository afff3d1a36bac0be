"""What stands under a headline: the models, what it hangs on, jumps, and shocks."""

from __future__ import annotations

import re

import pytest

from keiretsu import load_market, make_report
from keiretsu.deals import Deal
from keiretsu.deals.answers import buyers
from keiretsu.deals.figures import two_digits
from keiretsu.deals.jumps import jumps
from keiretsu.report.background import UNSTEADY
from keiretsu.report.headline import headline
from keiretsu.report.report import Report

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def merger() -> Report:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    places = [load_market("us-2022"), load_market("jp-2024")]
    return make_report(deal, markets=places, control=["shapley"], draws=8)


def line(report: Report, start: str) -> str:
    return next(words for words in headline(report).support if words.startswith(start))


def test_shocks_of_the_day_are_as_large_as_the_library_computes(
    merger: Report,
) -> None:
    told = line(merger, "Next to the deal")
    deal = buyers(merger.effects.markets[0])
    assert deal is not None
    times = re.findall(r", ([\d.]+) times the deal", told)
    assert len(times) == len(merger.shocks) == 2
    for said, shock in zip(times, merger.shocks, strict=True):
        gain = buyers(shock.effects[0])
        assert gain is not None
        assert said == two_digits(gain.point / deal.point)
        assert shock.shock.name in told
    assert "since 16 Sep 2025" in told
    assert "since 30 Sep 2025" in told
    assert UNSTEADY in told


def test_the_models_and_what_the_range_leaves_out_are_said(merger: Report) -> None:
    assert "5 models in 2 years" in line(merger, "The range is over")
    assert "leaves out plain logit" in line(merger, "The range is over")
    japan = line(merger, "In Japan")
    assert "hangs on whether buyers stay" in japan
    assert "which the range leaves out" in japan


def test_the_shocks_are_plain_data_too(merger: Report) -> None:
    told = merger.to_dict()
    assert [one["since"] for one in told["shocks"]] == ["2025-09-16", "2025-09-30"]
    models = told["effects"][0]["models"]
    assert [one["counts"] for one in models].count(False) == 2


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        (5, ("below 20 %", "up to half")),
        (19.9, ("below 20 %", "up to half")),
        (20, ("from 20 %", "up to half")),
        (50, ("from 20 %", "up to half")),
        (51, ("more than half",)),
        (0, ()),
    ],
)
def test_where_figures_jump_is_said(percent: float, said: tuple[str, ...]) -> None:
    found = jumps(Deal.stake("toyota", "nissan", percent / 100, on=DAY))
    assert len(found) == len(said)
    assert all(
        words.startswith(start) for words, start in zip(found, said, strict=True)
    )


def test_a_merger_has_no_jump() -> None:
    assert jumps(Deal.merge("toyota", "nissan", on=DAY)) == ()
