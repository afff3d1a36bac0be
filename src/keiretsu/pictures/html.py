"""Tables and pictures as pieces of HTML that stand alone, as a notebook shows them.

Everything is escaped; nothing is loaded; no class or script of a page is relied on.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from keiretsu.pictures.metric import FONT
from keiretsu.pictures.picture import Picture, Table


def table_html(table: Table, *, most: int | None = None) -> Markup:
    """Return a table; of more than `most` rows the rest is counted, not shown."""
    shown = table.rows if most is None else table.rows[:most]
    left = len(table.rows) - len(shown)
    head = Markup().join(
        Markup('<th scope="col">{}</th>').format(c) for c in table.columns
    )
    body = Markup().join(
        Markup("<tr>{}</tr>").format(
            Markup().join(
                _cell(cell, number, number in table.numeric)
                for number, cell in enumerate(row)
            )
        )
        for row in shown
    )
    more = Markup("<p>and {} more rows</p>").format(left) if left else Markup()
    return (
        Markup(
            "<table><caption>{}</caption><thead><tr>{}</tr></thead>"
            "<tbody>{}</tbody></table>"
        ).format(table.caption, head, body)
        + more
    )


def _cell(cell: str, number: int, numeric: bool) -> Markup:
    style = Markup(' style="text-align:right"') if numeric else Markup()
    if number == 0:
        return Markup('<th scope="row"{}>{}</th>').format(style, cell)
    return Markup("<td{}>{}</td>").format(style, cell)


def figure_html(picture: Picture) -> Markup:
    """Return a picture and, folded away, the same as a table."""
    return Markup(
        '<figure style="margin:0"><div style="overflow:auto">{}</div>'
        "<details><summary>The same as a table</summary>{}</details></figure>"
    ).format(picture.svg, table_html(picture.table))


def page_html(heading: str, parts: Iterable[Markup]) -> Markup:
    """Return parts under a heading."""
    return Markup("<div><p><strong>{}</strong></p>{}</div>").format(
        heading, Markup().join(parts)
    )


def document(picture: Picture) -> str:
    """Return a picture and its table as a page of its own, which loads nothing."""
    return Markup(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<title>{0}</title><style>"
        "body{{font-family:{1};margin:16px}}table{{border-collapse:collapse}}"
        "th,td{{text-align:left;padding:2px 10px 2px 0;vertical-align:top}}"
        "</style></head><body>{2}</body></html>\n"
    ).format(picture.title, Markup(FONT), figure_html(picture))
