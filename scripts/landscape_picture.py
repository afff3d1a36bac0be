"""Draw docs/landscape.png anew: who owned whom round Nissan on the page's day.

Run with: python scripts/landscape_picture.py
"""

from __future__ import annotations

from pathlib import Path

import keiretsu as kt

DOCS = Path(__file__).resolve().parents[1] / "docs"


def main() -> None:
    """Draw the neighbourhood that the page shows."""
    landscape = kt.load_landscape("2025-06-01")
    landscape.map("nissan").save(DOCS / "landscape.png", width=800)


if __name__ == "__main__":
    main()
