"""A market cut into its segments."""

from __future__ import annotations

import numpy as np

from keiretsu.market import by_segment, catalogue, load_market


def test_segments_hold_every_classed_product_once() -> None:
    market = load_market("us-2022")
    parts = by_segment(market)
    assert sorted(p for part in parts for p in part.products) == sorted(market.products)
    assert sum(part.quantities.sum() for part in parts) == market.quantities.sum()
    for part in parts:
        assert len(set(part.nests)) == 1
        assert part.name == f"us-2022: {part.nests[0]}"
        assert part.prices is not None
        assert len(part.prices) == len(part.products) == len(part.competing)
        assert all(len(v) == len(part.products) for v in part.characteristics.values())
        row = market.products.index(part.products[-1])
        assert part.quantities[-1] == market.quantities[row]


def test_the_largest_segment_comes_first() -> None:
    sold = [float(part.quantities.sum()) for part in by_segment(load_market("jp-2024"))]
    assert sold == sorted(sold, reverse=True)


def test_a_market_without_nests_has_no_segments() -> None:
    assert by_segment(load_market("jp-2024-brands")) == ()


def test_what_nobody_classed_is_no_segment() -> None:
    for entry in catalogue():
        if entry.level == "model":
            names = {part.nests[0] for part in by_segment(load_market(entry.name))}
            assert "not classed" not in names
    assert np.any(np.array(load_market("de-2025").nests) == "not classed")
