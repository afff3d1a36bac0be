"""Notes how near each case comes, and writes docs/agreement.md when asked.

    KEIRETSU_AGREEMENT_PAGE=1 python -m pytest tests/agreement

Every comparison of a case goes through numpy's `assert_allclose`; while a case runs,
the largest relative difference that it was shown is kept, whether it passes or not.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "agreement.md"

HEAD = """# Agreement with the peers

Largest relative difference between our numbers and the peer's, over everything that
the case compares (prices, costs, shares, elasticities, ...). Cases are computed by the
peers themselves; the table is written by

```bash
KEIRETSU_AGREEMENT_PAGE=1 python -m pytest tests/agreement
```

which needs the cases beside the repository. Where a difference is larger than rounding,
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


@pytest.fixture(scope="session", autouse=True)
def _write_page(shared: Path) -> Iterator[None]:
    """Write the page at the end, if it was asked for."""
    yield
    if os.environ.get("KEIRETSU_AGREEMENT_PAGE"):
        rows = (row(shared, name, FOUND[name]) for name in sorted(FOUND))
        PAGE.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def row(shared: Path, name: str, nearness: Nearness) -> str:
    """Return one line of the table."""
    path = shared / "conformance" / "open" / f"{name}.json"
    case = json.loads(path.read_text(encoding="utf-8"))
    checks = case.get("checks", {})
    residuals = [checks.get(f"foc_residual_{when}") for when in ("pre", "post")]
    known = [abs(residual) for residual in residuals if residual is not None]
    residual = f"{max(known):.0e}" if known else "–"
    return (
        f"| `{name}` | {case['peer']} {case['peer_version'].split()[0]} | "
        f"{nearness.comparisons} | {nearness.worst:.0e} | {residual} |"
    )
