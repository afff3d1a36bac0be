"""A subsidiary has the cars of the brand of its name, though tables name its group."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu import Deal, load_landscape, load_market, run
from keiretsu.deals import with_known_parties
from keiretsu.deals.steps import Divest
from keiretsu.market import as_sold, brands_of_its_name

DAY = "2025-05-19"
HERE = load_landscape(DAY)


@pytest.mark.parametrize(
    ("company", "brands"),
    [
        ("audi", ("Audi",)),
        ("porsche_ag", ("Porsche",)),
        ("dacia", ("Dacia",)),
        ("mg", ("MG",)),
        ("land_rover", ("Land Rover",)),
        ("lotus", ("Lotus",)),
        ("zeekr", ("Zeekr",)),
        ("volvo_cars", ()),  # Volvo is its own by the record
        ("maruti_suzuki", ()),
        ("volkswagen", ()),
        ("renault_do_brasil", ()),
        ("nobody", ()),
    ],
)
def test_a_subsidiary_has_the_brand_of_its_name(
    company: str, brands: tuple[str, ...]
) -> None:
    assert brands_of_its_name(company, HERE) == brands


@pytest.mark.parametrize(
    ("seller", "company", "brand", "market", "apart"),
    [
        ("volkswagen", "audi", "Audi", "us-2022", 1e-12),
        ("renault", "dacia", "Dacia", "fr-2025-brands", 2e-5),
        ("saic", "mg", "MG", "uk-2025-brands", 1e-12),
    ],
)
def test_all_of_the_company_is_all_of_the_brand(
    seller: str, company: str, brand: str, market: str, apart: float
) -> None:
    """BMW with all of Audi sets the prices of all Audis, as if it bought the brand.

    Of the company Dacia 0.57 % are others', which Nissan, with its part of Renault,
    does not earn; the brand is all Renault's.
    """
    place = load_market(market)
    whole = Deal.stake("bmw", company, 1.0, on=DAY)
    step = Divest(seller=seller, buyer="bmw", brand=brand)
    sold = Deal(steps=(step,), on=HERE.on)
    (one,), (other,) = (
        run(deal, HERE, place, demand="logit", control="silent").markets
        for deal in (whole, sold)
    )
    rows = np.array([name.casefold() == brand.casefold() for name in place.brands])
    assert set(np.array(one.groups_before)[rows]) == {seller}
    assert set(np.array(one.groups_after)[rows]) == {"bmw"}
    np.testing.assert_allclose(one.prices_after, other.prices_after, rtol=apart)


@pytest.mark.parametrize("percent", [75.4, 60.0, 100.0])
def test_who_keeps_the_majority_keeps_the_prices(percent: float) -> None:
    deal = Deal.stake("volkswagen", "Porsche AG", percent / 100, on=DAY)
    (one,) = run(
        deal, HERE, load_market("us-2022"), demand="logit", control="silent"
    ).markets
    np.testing.assert_array_equal(one.prices_after, one.prices_before)


def test_a_deal_of_others_leaves_the_cars_where_tables_have_them() -> None:
    market = load_market("us-2022")
    deal = with_known_parties(Deal.stake("toyota", "nissan", 0.2, on=DAY), HERE)
    assert as_sold(market, HERE, deal.brands).firms == market.firms
