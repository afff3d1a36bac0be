"""Derivatives of a deal's effect agree with solving again."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu.competition import firm_nests_of, solve_many_demands
from keiretsu.competition.comparative_statics.sensitivity import sensitivity

INSIDE = np.array([0.3, 0.2, 0.25, 0.1, 0.15])
PAIRS = firm_nests_of(np.array([0, 1, 2, 3, 0]), np.array([0, 0, 1, 1, 1]))
MERGED = np.eye(4)
MERGED[0, 1] = MERGED[1, 0] = 1
POINT = {"alpha": 0.3, "nesting": 0.4, "outside": 0.5}


def effect(**moved: float) -> np.ndarray:
    at = POINT | moved
    batch = solve_many_demands(
        PAIRS,
        INSIDE,
        before=np.eye(4),
        after=MERGED,
        alpha=np.array([at["alpha"]]),
        nesting=np.full((1, 2), at["nesting"]),
        outside=np.array([at["outside"]]),
    )
    return batch.markup_change[0]


@pytest.mark.parametrize("name", ["alpha", "nesting", "outside"])
def test_derivatives_are_what_small_changes_do(name: str) -> None:
    found = sensitivity(
        PAIRS,
        INSIDE,
        before=np.eye(4),
        after=MERGED,
        alpha=POINT["alpha"],
        nesting=np.full(2, POINT["nesting"]),
        outside=POINT["outside"],
    )
    np.testing.assert_allclose(found.markup_change, effect(), rtol=1e-9)
    step = 1e-5
    up, down = (effect(**{name: POINT[name] + way * step}) for way in (1, -1))
    by_hand = (up - down) / (2 * step)
    np.testing.assert_allclose(getattr(found, f"by_{name}"), by_hand, rtol=1e-5)
