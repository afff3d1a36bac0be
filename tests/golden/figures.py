"""Real figures, all in one file: what the bundled facts say on some days.

Whoever corrects a fact writes the file anew, and sees in its difference what changed:

    python tests/golden/figures.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from keiretsu.landscape import Landscape, load_landscape

FILE = Path(__file__).with_name("landscape.json")
DAYS = ("2005-09-30", "2008-07-14", "2016-10-19", "2020-02-01", "2025-06-01")


def figures(day: Landscape) -> dict[str, Any]:
    """Every stake of a day in words, and who leads and decides."""
    stakes = {
        f"{stake.holder} in {stake.held}": f"{stake.share_words}; votes "
        f"{stake.votes_words}; {stake.since}; {stake.source.confidence}"
        for stake in day.stakes
    }
    groups = {c: day.group_of(c) for c in day.companies if day.group_of(c) != c}
    return {
        "stakes": dict(sorted(stakes.items())),
        "groups": dict(sorted(groups.items())),
        "shares": {
            company: f"{count.issued:.0f}, own {count.own}"
            for company, count in sorted(day.capital.items())
        },
        "contradictions": [
            f"{found.text}; {found.explanation}" for found in day.contradictions()
        ],
        "plans": {
            f"{plan.company}, {plan.plan}, {plan.metric}": day.progress(plan).text
            for plan in sorted(day.plans, key=lambda p: (p.company, p.plan, p.metric))
        },
    }


def written() -> str:
    """Return the file as the bundled facts would have it."""
    found = {day: figures(load_landscape(day)) for day in DAYS}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
