"""Notes how near each case comes, and writes docs/agreement.md when asked.

    KEIRETSU_AGREEMENT_PAGE=1 python -m pytest tests/agreement

Every comparison of a case goes through numpy's `assert_allclose`; while a case runs,
the largest relative difference that it was shown is kept, whether it passes or not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest
from tests.agreement.reading import load

PAGE = Path(__file__).resolve().parents[2] / "docs" / "agreement.md"
NOTES = Path(__file__).with_name("notes.md")

HEAD = """# Agreement with the peers

Largest relative difference between our numbers and the peer's, over everything that
the case compares (prices, costs, shares, elasticities, ...). Cases are computed by the
peers themselves; the table is written by

```bash
KEIRETSU_AGREEMENT_PAGE=1 python -m pytest tests/agreement
```

from the cases in `tests/agreement/cases`. Where a difference is larger than rounding,
the peer's own first-order residual, recomputed outside of it, stands beside it.

| case | peer | comparisons | largest difference | peer's residual |
| --- | --- | ---: | ---: | ---: |
"""


@dataclass
class Nearness:
    """What one case was compared on, and the worst of it."""

    comparisons: int = 0
    worst: float = 0.0


FOUND: dict[str, Nearness] = {}

PRINTED_HEAD = """
## What the peers print

Numbers of the peers' own tutorials, papers and test files, beside ours. Where a list
stands for many numbers the two that differ most are shown. Differences are relative;
those of rounded numbers are the rounding. The peers' automobile and cereal runs are
evaluated at their printed estimates.

| source | number | printed | ours | difference |
| --- | --- | ---: | ---: | ---: |
"""


@dataclass(frozen=True)
class PrintedRow:
    """One printed number, or the worst of a list, beside ours."""

    source: str
    what: str
    theirs: float
    ours: float
    count: int


PRINTED: dict[tuple[str, str], PrintedRow] = {}


@pytest.fixture(autouse=True)
def _note(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the largest difference of the case that is running."""
    callspec = getattr(request.node, "callspec", None)
    name = callspec.params.get("name") if callspec else None
    if name is None:
        return
    compare = np.testing.assert_allclose
    nearness = FOUND.setdefault(str(name), Nearness())

    def noted(actual: Any, desired: Any, *args: Any, **options: Any) -> None:
        ours, theirs = np.broadcast_arrays(
            np.asarray(actual, dtype=float), np.asarray(desired, dtype=float)
        )
        size = np.maximum(np.abs(theirs), np.max(np.abs(theirs), initial=1e-300) * 1e-9)
        nearness.comparisons += ours.size
        gap = np.max(np.abs(ours - theirs) / size, initial=0.0)
        nearness.worst = max(nearness.worst, float(gap))
        compare(actual, desired, *args, **options)

    monkeypatch.setattr(np.testing, "assert_allclose", noted)


class Printed(Protocol):
    """Compares our number, or numbers, with printed ones and keeps them."""

    def __call__(
        self,
        source: str,
        what: str,
        theirs: Any,
        ours: Any,
        *,
        rtol: float = 1e-6,
        atol: float = 0.0,
    ) -> None: ...


@pytest.fixture(scope="session")
def printed() -> Printed:
    """Return what compares with a printed number and lists it on the page."""

    def compare(
        source: str,
        what: str,
        theirs: Any,
        ours: Any,
        *,
        rtol: float = 1e-6,
        atol: float = 0.0,
    ) -> None:
        given, found = (np.atleast_1d(np.asarray(x, float)) for x in (theirs, ours))
        assert given.shape == found.shape
        worst = int(np.argmax(np.abs(given - found)))
        PRINTED[source, what] = PrintedRow(
            source, what, given.flat[worst], found.flat[worst], given.size
        )
        np.testing.assert_allclose(found, given, rtol=rtol, atol=atol)

    return compare


def printed_row(found: PrintedRow) -> str:
    """Return one line of the second table."""
    size = abs(found.theirs) or 1.0
    gap = abs(found.ours - found.theirs) / size
    many = f" ({found.count} numbers)" if found.count > 1 else ""
    return (
        f"| {found.source} | {found.what}{many} | {found.theirs:.9g} | "
        f"{found.ours:.9g} | {gap:.0e} |"
    )


@pytest.fixture(scope="session", autouse=True)
def _write_page() -> Iterator[None]:
    """Write the page at the end, if it was asked for."""
    yield
    if os.environ.get("KEIRETSU_AGREEMENT_PAGE"):
        rows = (row(name, FOUND[name]) for name in sorted(FOUND))
        tables = (path.read_text("utf-8") for path in (NOTES,))
        listed = (printed_row(PRINTED[key]) for key in sorted(PRINTED))
        lines = [HEAD + "\n".join(rows), PRINTED_HEAD + "\n".join(listed), *tables]
        PAGE.write_text("\n".join(lines), encoding="utf-8")


def row(name: str, nearness: Nearness) -> str:
    """Return one line of the table."""
    case = load(name)
    checks = case.get("checks", {})
    residuals = [checks.get(f"foc_residual_{when}") for when in ("pre", "post")]
    known = [abs(residual) for residual in residuals if residual is not None]
    residual = f"{max(known):.0e}" if known else "–"
    return (
        f"| `{name}` | {case['peer']} {case['peer_version'].split()[0]} | "
        f"{nearness.comparisons} | {nearness.worst:.0e} | {residual} |"
    )
