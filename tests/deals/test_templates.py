"""Every template is a deal of its day, sourced, and does something it can do."""

from __future__ import annotations

from pathlib import Path

import pytest

from keiretsu.deals import Deal, run, with_known_parties
from keiretsu.deals.reorganisation import reorganise
from keiretsu.deals.templates import STATES, deal_file, template, templates
from keiretsu.deals.where import markets_to_price
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import load_landscape
from keiretsu.rules import assess

NAMES = tuple(templates())


def test_real_ties_of_every_state_are_there() -> None:
    assert {one.state for one in templates().values()} == set(STATES)
    days = [one.deal.on for one in templates().values()]
    assert days == sorted(days)
    assert len(NAMES) >= 20


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_a_deal_of_its_day(name: str, tmp_path: Path) -> None:
    one = template(name)
    assert one.sources
    assert all(s.address or s.confidence == "memory" for s in one.sources)
    landscape = load_landscape(one.deal.on)
    deal = with_known_parties(one.deal, landscape)
    changed = reorganise(deal, landscape)
    moves = [s for s in deal.steps if s.affected is not None]
    if moves:
        assert changed.after.holdings != changed.before.holdings
    path = tmp_path / "deal.toml"
    path.write_text(one.to_toml(), encoding="utf-8")
    assert Deal.from_file(path) == one.deal


@pytest.mark.parametrize("name", NAMES)
def test_a_template_can_be_screened_and_says_where_it_meets(name: str) -> None:
    deal = template(name).deal
    landscape = load_landscape(deal.on)
    found = assess(deal, landscape, [], jurisdictions=["EU"])
    assert found.deal.sentence
    for market in markets_to_price(deal, landscape)[:1]:
        one = run(
            deal, landscape, market, control=["silent"], demand="nested logit"
        ).markets[0]
        assert one.solution.converged


def test_a_name_stands_for_its_file_unless_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = Path("honda-nissan-2024")
    assert deal_file(named) == template("honda-nissan-2024").deal
    named.write_text(template("toyota-subaru-2019").to_toml(), encoding="utf-8")
    assert deal_file(named) == template("toyota-subaru-2019").deal
    with pytest.raises(DataError, match="nothing-here"):
        deal_file(Path("nothing-here"))
    with pytest.raises(UnknownName, match="honda-nisan-2024"):
        template("honda-nisan-2024")
