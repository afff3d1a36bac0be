"""What a page shows, as a file: rows as CSV, a picture as SVG."""

from __future__ import annotations

import csv
import io
from typing import Any

from starlette.responses import Response

from keiretsu.characters import sheet_cell
from keiretsu.pictures import Picture

DRAWN = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "font-src data:"
}
"""What a drawing may load when a browser opens it: the font that it carries."""


def as_csv(rows: list[dict[str, Any]]) -> Response:
    """Return rows as CSV; what a spreadsheet would run is led by an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0] if rows else [])
    writer.writerows(
        [sheet_cell(v) if isinstance(v, str) else v for v in row.values()]
        for row in rows
    )
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8")


def as_svg(picture: Picture) -> Response:
    """Return a picture as a file that carries its font."""
    return Response(picture.alone(), media_type="image/svg+xml", headers=DRAWN)
