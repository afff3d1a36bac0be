"""The Japanese panel of 2006 to 2016."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from keiretsu.errors import UnknownName
from keiretsu.market import catalogue, japanese_panel, nameplates


def test_the_panel_has_eleven_years_of_nameplates() -> None:
    assert len(nameplates()) == 1961
    assert {row.year for row in nameplates()} == set(range(2006, 2017))


def test_a_year_is_a_market_with_prices_in_yen() -> None:
    market = japanese_panel(2013)
    own = [row for row in nameplates() if row.year == 2013]
    assert market.quantities.sum() == sum(row.units for row in own)
    assert market.prices is not None
    assert market.currency == "JPY"
    dayz = market.products.index("Nissan Dayz")
    assert (market.quantities[dayz], market.prices[dayz]) == (78_855, 1_068_000)
    assert np.all(market.prices > 500_000)


def test_the_panel_is_no_market_of_today() -> None:
    assert not any("panel" in entry.name for entry in catalogue())
    with pytest.raises(UnknownName, match="2017"):
        japanese_panel(2017)


def test_its_licence_stands_beside_it() -> None:
    folder = files("keiretsu.market") / "data"
    notice = (folder / "jp_panel.LICENSE.txt").read_text(encoding="utf-8")
    assert "MIT License" in notice
    assert "Copyright (c) 2024 keisemi" in notice
