"""Sobol indices against numbers that are known on paper."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import uniform

from keiretsu.competition import sobol_indices
from keiretsu.errors import DataError


def test_ishigami_on_paper() -> None:
    # f = sin x + 7 sin^2 y + .1 z^4 sin x over (-pi, pi): the indices are known
    a, b, pi = 7.0, 0.1, np.pi
    first = 0.5 * (1 + b * pi**4 / 5) ** 2
    second, third = a**2 / 8, b**2 * pi**8 * (1 / 18 - 1 / 50)
    whole = first + second + third
    side = uniform(-pi, 2 * pi)
    found = sobol_indices(
        lambda x: np.sin(x[0]) + a * np.sin(x[1]) ** 2 + b * x[2] ** 4 * np.sin(x[0]),
        {"x": side, "y": side, "z": side},
        count=4096,
    )
    assert list(found) == ["x", "y", "z"]
    assert found["x"].alone == pytest.approx(first / whole, abs=0.02)
    assert found["y"].alone == pytest.approx(second / whole, abs=0.02)
    assert found["z"].alone == pytest.approx(0, abs=0.02)
    assert found["x"].together == pytest.approx((first + third) / whole, abs=0.02)
    assert found["y"].together == pytest.approx(second / whole, abs=0.02)
    assert found["z"].together == pytest.approx(third / whole, abs=0.02)


def test_the_same_seed_gives_the_same_digits_and_another_others() -> None:
    inputs = {"x": uniform(), "y": uniform()}

    def asked(seed: int) -> dict[str, tuple[float, float]]:
        return dict(sobol_indices(lambda x: x[0] * x[1], inputs, count=64, seed=seed))

    assert asked(1) == asked(1)
    assert asked(1) != asked(2)


def test_an_input_that_does_nothing_explains_nothing() -> None:
    found = sobol_indices(
        lambda x: x[0], {"x": uniform(), "idle": uniform()}, count=256
    )
    assert found["idle"].together == pytest.approx(0, abs=1e-9)
    assert found["x"].together == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("count", [0, 3, 100])
def test_points_are_a_power_of_two(count: int) -> None:
    with pytest.raises(DataError, match="power of two"):
        sobol_indices(lambda x: x[0], {"x": uniform()}, count=count)


def test_answers_that_are_not_finite_are_told() -> None:
    with pytest.raises(DataError, match="not finite"):
        sobol_indices(lambda x: 0 * x[0] + np.inf, {"x": uniform()}, count=8)
