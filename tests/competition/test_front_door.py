"""What users give: taken in the same everywhere, or refused with value and place."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import keiretsu.competition
import keiretsu.demand
import keiretsu.screens
from keiretsu.errors import DataError, KeiretsuError, ShapeError
from keiretsu.values import Value

# Signatures say arrays of numbers; here everything else is given on purpose.
kc: Any = keiretsu.competition
kd: Any = keiretsu.demand
ks: Any = keiretsu.screens

ALONE: dict[str, Any] = {"firms": [0, 1], "kappa": [[1, 0], [0, 1]]}
SLOPES = [[-1.0, 0.5], [0.5, -1.0]]
FORMS: dict[str, Callable[..., Any]] = {
    "logit": lambda take: kd.Logit(alpha=take(1), delta=take([2, 3])),
    "nested": lambda take: kd.NestedLogit(
        alpha=take(1), delta=take([2, 3]), nesting=take([0]), nests=take([0, 0])
    ),
    "two-level": lambda take: kd.TwoLevelLogit(
        alpha=take(1),
        delta=take([2, 3]),
        subgroup_nesting=take([0]),
        group_nesting=take([0]),
        subgroups=take([0, 0]),
        groups=take([0]),
    ),
    "generalized": lambda take: kd.GeneralizedNestedLogit(
        alpha=take(1), delta=take([2, 3]), nesting=take([0]), allocation=[[1], [1]]
    ),
    "mixed": lambda take: kd.MixedLogit(
        values=[[2, 3], [3, 4]], alpha=take([1, 2]), weights=take([1, 1])
    ),
    "CES": lambda take: kd.CES(gamma=take(3), values=take([200, 260])),
    "nested CES": lambda take: kd.NestedCES(
        gamma=take(3), values=take([2, 3]), nesting=take([0]), nests=take([0, 0])
    ),
    "linear": lambda take: kd.Linear(intercepts=take([10, 8]), slopes=SLOPES),
    "log-linear": lambda take: kd.LogLinear(
        intercepts=take([1, 2]), slopes=[[-3, 0], [0, -4]]
    ),
    "AIDS": lambda take: kd.AIDS(
        revenue=[0.4, 0.6],
        slopes=[[-0.2, 0.1], [0.1, -0.2]],
        base=take([1, 2]),
        market_elasticity=-1,
    ),
}


def tuples(x: Any) -> Any:
    return tuple(x) if isinstance(x, list) else x


def objects(x: Any) -> Any:
    return [Fraction(v) for v in x] if isinstance(x, list) else Fraction(x)


KINDS: dict[str, Callable[[Any], Any]] = {
    "lists": lambda x: x,
    "tuples": tuples,
    "integers": np.asarray,
    "int8": lambda x: np.asarray(x, dtype=np.int8 if np.max(x) < 100 else np.int16),
    "float32": lambda x: np.asarray(x, dtype=np.float32),
    "pandas": lambda x: pd.Series(x) if isinstance(x, list) else x,
    "polars": lambda x: pl.Series(x) if isinstance(x, list) else x,
    "objects": objects,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_takes_every_kind_of_array(form: str, kind: str) -> None:
    plain = FORMS[form](lambda x: np.asarray(x, dtype=float))
    taken = FORMS[form](KINDS[kind])
    assert taken == plain
    assert hash(taken) == hash(plain)
    at = KINDS[kind]([2, 3])
    sold = taken.quantities(at)
    assert sold.dtype == np.float64
    np.testing.assert_array_equal(sold, plain.quantities(np.array([2.0, 3.0])))
    np.testing.assert_array_equal(
        taken.derivatives(at), plain.derivatives(np.array([2.0, 3.0]))
    )
    np.testing.assert_array_equal(
        kc.recover_costs(taken, at, **ALONE), kc.recover_costs(plain, [2, 3], **ALONE)
    )


@pytest.mark.parametrize("form", FORMS)
def test_values_cannot_be_changed(form: str) -> None:
    given = np.array([2.0, 3.0])
    demand = FORMS[form](lambda x: given if x == [2, 3] else np.asarray(x, float))
    for held in vars(demand).values():
        if isinstance(held, np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                held.flat[0] = 7
    before = demand.quantities([2.0, 3.0])
    given[0] = 100.0  # the user's own array stays the user's
    np.testing.assert_array_equal(demand.quantities([2.0, 3.0]), before)
    solved: Any = kc.solve_prices(demand, [1.0, 1.0], **ALONE)
    assert issubclass(type(solved), Value)
    with pytest.raises(ValueError, match="read-only"):
        solved.prices[0] = 1
    assert solved == kc.solve_prices(demand, [1.0, 1.0], **ALONE)
    assert len({solved, solved}) == 1


BAD: list[tuple[Callable[[], Any], str]] = [
    (lambda: kd.Logit(alpha=-0.2, delta=[1, 2]), "-0.2.*PyBLP and R"),
    (lambda: kd.Logit(alpha=0, delta=[1, 2]), "price coefficient of 0"),
    (lambda: kd.Logit(alpha=np.nan, delta=[1, 2]), "NaN"),
    (lambda: kd.Logit(alpha=np.inf, delta=[1, 2]), "infinite"),
    (lambda: kd.Logit(alpha=0.2, delta=[1, np.nan]), r"delta\[1\] is not a number"),
    (lambda: kd.Logit(alpha=0.2, delta=["1", "2"]), r"delta\[0\] is .*'1'"),
    (lambda: kd.Logit(alpha=0.2, delta=[True, False]), r"delta\[0\] is .*True"),
    (lambda: kd.Logit(alpha=0.2, delta=np.array([1j, 2])), r"delta\[0\]"),
    (lambda: kd.Logit(alpha=0.2, delta=[[1, 2], [3, 4]]), r"delta of shape \(2, 2\)"),
    (lambda: kd.Logit(alpha=0.2, delta=[[1], [2, 3]]), "several lengths"),
    (
        lambda: kd.NestedLogit(alpha=1, delta=[1, 2], nesting=1.2, nests=[0, 0]),
        "nesting parameter of 1.2.*rho",
    ),
    (
        lambda: kd.NestedLogit(alpha=1, delta=[1, 2], nesting=[-0.5], nests=[0, 0]),
        "nesting parameter of -0.5",
    ),
    (
        lambda: kd.NestedLogit(alpha=1, delta=[1, 2], nesting=[0.5], nests=[0, 1]),
        "nest 1 with 1",
    ),
    (
        lambda: kd.NestedLogit(alpha=1, delta=[1, 2], nesting=[0.5], nests=[0, -1]),
        r"nests\[1\] is -1",
    ),
    (
        lambda: kd.NestedLogit(alpha=1, delta=[1, 2], nesting=[0.5], nests=[0, 0.5]),
        r"nests\[1\] is 0.5",
    ),
    (
        lambda: kd.TwoLevelLogit(
            alpha=-1,
            delta=[1],
            subgroup_nesting=[0.5],
            group_nesting=[0.2],
            subgroups=[0],
            groups=[0],
        ),
        "price coefficient of -1",
    ),
    (
        lambda: kd.TwoLevelLogit(
            alpha=1,
            delta=[1],
            subgroup_nesting=[0.1],
            group_nesting=[0.2],
            subgroups=[0],
            groups=[0],
        ),
        "subgroup 0 has parameter 0.1",
    ),
    (
        lambda: kd.GeneralizedNestedLogit(
            alpha=1, delta=[1, 2], nesting=[1.5], allocation=[[1], [1]]
        ),
        "nesting parameter of 1.5",
    ),
    (
        lambda: kd.GeneralizedNestedLogit(
            alpha=1, delta=[1, 2], nesting=[0.5], allocation=[[1], [0.5]]
        ),
        "product 1 sum to 0.5",
    ),
    (
        lambda: kd.MixedLogit(values=[[1, 2]], alpha=[0.1, -0.1], weights=[1, 1]),
        r"-0.1 \(type 1\)",
    ),
    (lambda: kd.CES(gamma=0.5, values=[1, 2]), "substitution of 0.5"),
    (lambda: kd.CES(gamma=2, values=[1, 0]), r"values\[1\] is 0"),
    (lambda: kd.Linear(intercepts=[1], slopes=[[1]]), "sells no less"),
    (lambda: kd.LogLinear(intercepts=[1, 2], slopes=[[-1]]), "slopes of shape"),
    (
        lambda: kd.pcaids([0.5, 0.5], known=(0, -3), market_elasticity=1),
        "market_elasticity is 1",
    ),
    (lambda: kd.invert_nested_logit([0.1, 0.2], [1, 2], alpha=-1), "of -1"),
    (lambda: kd.invert_nested_logit([0.1, 0.0], [1, 2], alpha=1), "product 1 has"),
    (lambda: ks.hhi([0.5, np.nan]), r"shares\[1\]"),
    (lambda: ks.hhi([50, 50]), "sum to 100"),
    (lambda: ks.mhhi([0.5, 0.5], [[1, -1], [0, 1]]), r"kappa\[0\]\[1\] is -1"),
    (lambda: ks.diversion_by_shares([0.5, np.inf]), r"shares\[1\] is infinite"),
    (lambda: ks.guppi(0.1, 0.3, 0.0, 100.0), "price is 0"),
    (lambda: ks.upp(0.1, np.nan, 100.0), "rival_markup is not a number"),
]


@pytest.mark.parametrize(("make", "message"), BAD)
def test_what_cannot_be_meant_is_told(make: Callable[[], Any], message: str) -> None:
    with pytest.raises((DataError, ShapeError)) as caught:
        make()
    text = str(caught.value).replace("\n", " ")
    assert re.search(message, text), text


LOGIT = kd.Logit(alpha=0.2, delta=[4.0, 5.0])
CES = kd.CES(gamma=3.0, values=[1.0, 2.0])
P = [20.0, 25.0]
ASKED: dict[str, Callable[[Any], Any]] = {
    "recover_costs": lambda p: kc.recover_costs(LOGIT, p, **ALONE),
    "recover_costs CES": lambda p: kc.recover_costs(CES, p, **ALONE),
    "solve_prices": lambda c: kc.solve_prices(LOGIT, c, **ALONE),
    "solve_prices CES": lambda c: kc.solve_prices(CES, c, **ALONE),
    "start": lambda p: kc.solve_prices(LOGIT, P, **ALONE, start=p),
    "residuals": lambda p: kc.first_order_residuals(LOGIT, p, P, **ALONE),
    "pass_through": lambda p: kc.pass_through(LOGIT, p, P, **ALONE),
    "best_response": lambda p: kc.best_response(LOGIT, p, P, maker=0, **ALONE),
    "solve_deals": lambda c: kc.solve_deals(LOGIT, c, firms=[0, 1], kappas=[np.eye(2)]),
    "scenario": lambda p: kc.Scenario.observed(LOGIT, p, **ALONE),
    "bargaining": lambda c: kc.solve_bargaining(LOGIT, c, power=0.5, **ALONE),
    "auctions": lambda c: kc.solve_auctions(LOGIT, c, **ALONE),
    "logit cournot": lambda c: kc.solve_logit_cournot(LOGIT, c, **ALONE),
    "cournot costs": lambda p: kc.recover_cournot_costs(LOGIT, p, **ALONE),
    "collusion": lambda c: kc.assess_collusion(LOGIT, c, members=[0, 1], **ALONE),
    "worth": lambda c: kc.worth_of_products(LOGIT, c, products=[0], **ALONE),
    "shares": LOGIT.shares,
    "quantities": CES.quantities,
    "derivatives": CES.derivatives,
    "diversion": lambda p: kd.diversion(LOGIT, p),
    "elasticities": lambda p: kd.elasticities(CES, p),
    "surplus_change": lambda p: kd.surplus_change(LOGIT, P, p),
    "second_choices": lambda p: kd.second_choices(LOGIT, p),
    "level": lambda c: kc.Level(costs=c, **ALONE),
    "affine": lambda c: kc.AffineCosts(base=c, rise=[0, 0]),
    "evidence": lambda p: kc.Evidence(prices=p, **ALONE),
    "taxes": lambda t: kc.Taxes(unit=t),
}


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("wrong", [[np.nan, 1.0], [1.0, None], ["a", "b"], [[1], 2]])
def test_no_function_lets_a_missing_number_in(asked: str, wrong: Any) -> None:
    with pytest.raises(KeiretsuError):
        ASKED[asked](wrong)


@pytest.mark.parametrize("asked", sorted(set(ASKED) - {"affine", "evidence", "taxes"}))
def test_wrong_lengths_are_told(asked: str) -> None:
    with pytest.raises((ShapeError, DataError)):
        ASKED[asked]([1.0, 2.0, 3.0])


@pytest.mark.parametrize("price", [0.0, -1.0])
def test_forms_of_positive_prices_refuse_others(price: float) -> None:
    for call in (CES.quantities, CES.derivatives, CES.surplus, CES.revenue_shares):
        with pytest.raises(DataError, match="positive prices only"):
            call([price, 1.0])
    with pytest.raises(DataError, match="positive prices only"):
        kc.recover_costs(CES, [price, 1.0], **ALONE)


def test_labelled_columns_are_brought_into_the_order_of_the_demand() -> None:
    there, back = ["a", "b"], ["b", "a"]
    kappa = np.array([[1.0, 0.5], [0.0, 1.0]])
    expected = kc.recover_costs(LOGIT, P, firms=[0, 1], kappa=kappa)
    labelled = kd.Logit(alpha=0.2, delta=pd.Series([4.0, 5.0], index=there))
    for first in (there, back):
        prices = pd.Series([20.0, 25.0], index=there)[first]
        firms = pd.Series([0, 1], index=there)[back]
        found = kc.recover_costs(labelled, prices, firms=firms, kappa=kappa)
        np.testing.assert_array_equal(found, expected)
        np.testing.assert_array_equal(labelled.shares(prices), LOGIT.shares(P))
        np.testing.assert_array_equal(
            kd.diversion(labelled, prices), kd.diversion(LOGIT, P)
        )
    both = pd.Series([20.0, 25.0], index=there)
    with pytest.raises(DataError, match="one index in two orders"):
        kc.recover_costs(LOGIT, both, firms=pd.Series([1, 0], index=back), kappa=kappa)
    with pytest.raises(DataError, match="'c' in its index"):
        kc.recover_costs(
            LOGIT, both, firms=pd.Series([0, 1], index=["a", "c"]), kappa=kappa
        )
    with pytest.raises(DataError, match="label twice"):
        kc.first_order_residuals(
            labelled, both, pd.Series([1.0, 2.0], index=["b", "b"]), **ALONE
        )
    nests = pd.Series([1, 0], index=back)
    nested = kd.NestedLogit(
        alpha=0.2,
        delta=pd.Series([4.0, 5.0], index=there),
        nesting=[0.3, 0.5],
        nests=nests,
    )
    np.testing.assert_array_equal(nested.nests, [0, 1])


@pytest.mark.parametrize(
    "ask",
    [
        lambda: kd.Logit(alpha=1, delta=np.zeros(10**6)).derivatives(np.zeros(10**6)),
        lambda: kd.diversion(kd.Logit(alpha=1, delta=np.zeros(30_000)), [0.0] * 30_000),
        lambda: ks.diversion_by_shares(np.full(50_000, 1e-5)),
        lambda: kc.recover_costs(
            kd.CES(gamma=2, values=np.ones(20_000)),
            np.ones(20_000),
            firms=np.zeros(20_000, int),
            kappa=[[1]],
        ),
        lambda: kc.Evidence(
            prices=np.ones(20_000), firms=np.zeros(20_000, int), kappa=[[1]]
        ),
    ],
)
def test_a_table_that_would_not_fit_is_refused_before_it_is_made(ask: Any) -> None:
    with pytest.raises(DataError, match="by products takes"):
        ask()


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_is_as_closed_as_what_it_copies(form: str) -> None:
    one = FORMS[form](np.asarray)
    for copied in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert copied == one
        held = [v for v in vars(copied).values() if isinstance(v, np.ndarray)]
        assert held
        assert not any(values.flags.writeable for values in held)


def test_no_costs_are_found_where_a_demand_sells_less_than_nothing() -> None:
    demand = FORMS["linear"](np.asarray)
    with pytest.raises(DataError, match=r"product 0 sells -39\.5 at a price of 50"):
        kc.recover_costs(demand, [50, 1], **ALONE)
