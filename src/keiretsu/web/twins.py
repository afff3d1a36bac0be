"""What a page shows, as a file: rows as CSV, a picture as SVG, all of it as PDF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from markupsafe import escape
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from keiretsu.characters import sheet_cell
from keiretsu.pictures import Picture
from keiretsu.pictures.font import carried
from keiretsu.report.pdf import printed
from keiretsu.web.detached import on_paper
from keiretsu.web.site import site_of

DRAWN = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "font-src data:"
}
"""What a drawing may load when a browser opens it: the font that it carries."""


def as_csv(rows: list[dict[str, Any]], columns: Iterable[str] = ()) -> Response:
    """Return rows as CSV; what a spreadsheet would run is led by an apostrophe.

    Parameters
    ----------
    rows
        All with the same columns.
    columns
        Their names, where there may be no row.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rows[0] if rows else columns)
    writer.writerows(
        [sheet_cell(v) if isinstance(v, str) else v for v in row.values()]
        for row in rows
    )
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8")


def as_svg(picture: Picture) -> Response:
    """Return a picture as a file that carries its font."""
    return Response(picture.alone(), media_type="image/svg+xml", headers=DRAWN)


def as_pdf(request: Request, page: Response) -> Response:
    """Return a page printed, once for each state of it.

    Parameters
    ----------
    request
        What asks for the PDF; its address is told at the foot.
    page
        The page as it is shown; one that is still to be computed is not printed.
    """
    if "refresh" in page.headers:
        return not_yet()
    site, text = site_of(request), bytes(page.body).decode()
    address = request.url.path.removesuffix(".pdf")
    if request.url.query:
        address += f"?{request.url.query}"
    fonts = carried(text)
    paper = on_paper(text, site.style(fonts), f"This page: {escape(address)}")
    key = "printed", sha256(paper.encode()).hexdigest()
    made = site.answers.get(key, lambda: printed(paper))
    return Response(made, media_type="application/pdf")


def not_yet() -> Response:
    """Return what is told where the answer is still being computed."""
    return JSONResponse(
        {"error": "not yet computed"}, 503, headers={"retry-after": "3"}
    )
