r"""The first-order conditions of price competition, with one unknown a maker and nest.

Under (nested) logit demand all products of maker f in nest g carry the same markup
:math:`m_{fg}`, whatever their costs, because

.. math:: m_{fg} = \frac{1-\sigma_g}{\alpha}
     + \sigma_g \sum_{k \in g} \kappa_{f f(k)} s_{k|g} m_k
     + (1-\sigma_g) \sum_k \kappa_{f f(k)} s_k m_k .

So a market of hundreds of products is a system of some dozens of unknowns, solved by
Newton's method with the exact Jacobian. A pair is a maker in a nest; `log_a` is the log
of :math:`\sum_{j} e^{(\delta_j - \alpha c_j)/(1-\sigma_g)}` over a pair's products.

Every array may have leading dimensions, one system each: deals on one market, or one
deal under many demands. The conditions take arrays of 64 bits.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from keiretsu.competition.firm_nests import NOTHING


class System(NamedTuple):
    """The P unknowns' coefficients, of one system or, with leading dimensions, many.

    Attributes
    ----------
    log_a
        Attractiveness of each pair at cost, shape `(..., P)`; `NOTHING` sells nothing.
    alpha
        Price coefficient, a number or shape `(..., 1)`.
    nesting
        Nesting parameter of each nest, shape `(..., G)`; None if nests bind nothing.
    nest
        Nest of each pair, shape `(P,)`; None if nests bind nothing.
    kappa
        Weight that the maker of pair p puts on the profit of pair q, `(..., P, P)`.
    """

    log_a: Any
    alpha: Any
    nesting: Any
    nest: Any
    kappa: Any


class Choice(NamedTuple):
    """What buyers do at given markups: shares within nests, shares, log-sum."""

    within: Any
    shares: Any
    inclusive: Any


def choices_at(system: System, markups: Any) -> Choice:
    """Return shares of each pair within its nest and of all buyers, `(..., P)`.

    The log-sum has the leading dimensions only.
    """
    xp = markups.__array_namespace__()
    if system.nest is None:
        worth = system.log_a - system.alpha * markups
        inclusive = _log_sum_with_none(worth, xp)
        shares = xp.exp(worth - inclusive)
        return Choice(shares, shares, inclusive[..., 0])
    nest, nesting = system.nest, system.nesting
    scaled = system.log_a - system.alpha * markups / (1 - nesting[..., nest])
    member = nest[None, :] == xp.arange(nesting.shape[-1])[:, None]
    top = xp.max(xp.where(member, scaled[..., None, :], NOTHING), axis=-1)
    occupied = top.real > NOTHING / 2
    top = xp.where(occupied, top, 0.0)
    lifted = xp.exp(scaled - top[..., nest])
    total = xp.sum(xp.where(member, lifted[..., None, :], 0.0), axis=-1)
    log_sum = xp.where(occupied, top + xp.log(xp.where(occupied, total, 1.0)), NOTHING)
    value = (1 - nesting) * log_sum
    inclusive = _log_sum_with_none(value, xp)
    there = occupied[..., nest]
    within = xp.where(there, xp.exp(scaled - log_sum[..., nest]), 0.0)
    shares = within * xp.exp(value - inclusive)[..., nest]
    return Choice(within, shares, inclusive[..., 0])


def _log_sum_with_none(worth: Any, xp: Any) -> Any:
    """Return the log of one, for buying none, plus the sum of exponentials."""
    peak = xp.maximum(xp.max(worth, axis=-1, keepdims=True), 0.0)
    total = xp.exp(-peak) + xp.sum(xp.exp(worth - peak), axis=-1, keepdims=True)
    return peak + xp.log(total)


def markups_at(
    within: Any, shares: Any, alpha: Any, nesting: Any, kappa: Any, same: Any
) -> Any:
    """Return the markups that make observed shares optimal, `(..., P)`.

    Parameters
    ----------
    within, shares
        Shares of each pair within its nest and of all buyers, `(..., P)`.
    alpha
        Price coefficient, a number or `(..., 1)`.
    nesting
        Nesting parameter of each pair's nest, `(..., P)`; None if nests bind nothing.
    kappa
        Profit weights between pairs, `(..., P, P)`.
    same
        Whether two pairs share a nest, `(P, P)`; not read without nests.
    """
    xp = shares.__array_namespace__()
    direct = by_markups(within, shares, nesting, kappa, same)
    right = xp.ones_like(shares) / alpha
    right = right if nesting is None else right * (1 - nesting)
    return xp.linalg.solve(direct, right[..., None])[..., 0]


def by_markups(within: Any, shares: Any, nesting: Any, kappa: Any, same: Any) -> Any:
    """Return the derivative of the conditions by markups at given shares, (..., P, P).

    Parameters are those of `markups_at`.
    """
    xp = shares.__array_namespace__()
    if nesting is None:
        pull = kappa * shares[..., None, :]
    else:
        pull = (
            nesting[..., :, None] * kappa * same * within[..., None, :]
            + (1 - nesting)[..., :, None] * kappa * shares[..., None, :]
        )
    return xp.eye(shares.shape[-1]) - pull


def markup_excess(system: System, markups: Any) -> Any:
    """Return what the conditions lack at given markups, `(..., P)`, currency units."""
    return excess_and_jacobian(system, markups)[0]


def markup_jacobian(system: System, markups: Any) -> Any:
    """Return the derivative of `residual`, shape `(..., P, P)`."""
    return excess_and_jacobian(system, markups)[1]


def excess_and_jacobian(system: System, markups: Any) -> tuple[Any, Any]:
    """Return the residual and its exact Jacobian, in O(P²) work."""
    if system.nest is None:
        return _excess_and_jacobian_flat(system, markups)
    xp = markups.__array_namespace__()
    alpha, nest, kappa = system.alpha, system.nest, system.kappa
    count = markups.shape[-1]
    nesting = system.nesting[..., nest]
    steep = alpha / (1 - nesting)
    within, shares, _ = choices_at(system, markups)
    same = nest[:, None] == nest[None, :]
    members = (nest[:, None] == xp.arange(system.nesting.shape[-1])) * 1.0
    by_nest = (kappa * (markups * within)[..., None, :]) @ members
    own_nest = by_nest[..., xp.arange(count), nest]
    everywhere = (kappa @ (markups * shares)[..., None])[..., 0]

    gap = (
        markups
        - (1 - nesting) / alpha
        - nesting * own_nest
        - (1 - nesting) * everywhere
    )
    inner = same * (
        kappa * (within * (1 - steep * markups))[..., None, :]
        + own_nest[..., None] * (steep * within)[..., None, :]
    )
    outer = (
        kappa * (shares * (1 - steep * markups))[..., None, :]
        + by_nest[..., nest] * ((steep - alpha) * shares)[..., None, :]
        + everywhere[..., None] * (alpha * shares)[..., None, :]
    )
    slope = (
        xp.eye(count) - nesting[..., None] * inner - (1 - nesting)[..., None] * outer
    )
    return gap, slope


def _excess_and_jacobian_flat(system: System, markups: Any) -> tuple[Any, Any]:
    """Return the same where nests bind nothing."""
    xp = markups.__array_namespace__()
    alpha, kappa, shares = (
        system.alpha,
        system.kappa,
        choices_at(system, markups).shares,
    )
    earned = (kappa @ (markups * shares)[..., None])[..., 0]
    gap = markups - 1 / alpha - earned
    pull = (
        kappa * (shares * (1 - alpha * markups))[..., None, :]
        + earned[..., None] * (alpha * shares)[..., None, :]
    )
    return gap, xp.eye(markups.shape[-1]) - pull
