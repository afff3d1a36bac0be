r"""Market definition: would a sole seller of these products raise their price?

A hypothetical monopolist considers a rise t (usually 5 %) at margin m. The rise pays if
it loses fewer sales than the critical loss.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from keiretsu.arrays import number
from keiretsu.errors import DataError

Test = Literal["break-even", "profit-maximising"]


def critical_loss(rise: float, margin: float, *, test: Test = "break-even") -> float:
    """Return the largest loss of sales, a fraction, at which the rise still pays.

    `break-even` asks whether profit falls, t/(t + m); `profit-maximising` whether a
    monopolist facing linear demand would go that far, t/(2t + m).

    Raises
    ------
    DataError
        If the rise or the margin is not positive, or the test is not known.

    References
    ----------
    Harris & Simons (1989); Katz & Shapiro (2003), "Critical loss: let's tell the whole
    story", Antitrust 17.

    Examples
    --------
    >>> round(critical_loss(0.05, 0.30), 6)
    0.142857
    """
    _check(rise, margin)
    if test == "break-even":
        return rise / (rise + margin)
    if test == "profit-maximising":
        return rise / (2 * rise + margin)
    raise DataError(f"test {test!r}", hint="use break-even or profit-maximising")


def critical_elasticity(
    rise: float,
    margin: float,
    *,
    test: Test = "break-even",
    demand: Literal["linear", "isoelastic"] = "linear",
) -> float:
    """Return the elasticity of the candidate market, in size, below which it passes.

    Examples
    --------
    >>> round(critical_elasticity(0.05, 0.30), 6)
    2.857143
    """
    if demand == "linear":
        return critical_loss(rise, margin, test=test) / rise
    _check(rise, margin)
    if demand != "isoelastic":
        raise DataError(f"demand {demand!r}", hint="use linear or isoelastic")
    if test == "break-even":
        return float(np.log((margin + rise) / margin) / np.log1p(rise))
    return (1 + rise) / (margin + rise)


def _check(rise: float, margin: float) -> None:
    if not (number(rise, "rise") > 0 and 0 < number(margin, "margin") < 1):
        raise DataError(
            f"a rise of {rise:g} at a margin of {margin:g}",
            hint="both are positive fractions, the margin below 1",
        )
