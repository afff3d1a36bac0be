"""A table of finished text, and the HTML that shows it.

Everything is escaped; nothing is loaded; no class or script of a page is relied on, so
that a notebook, a report and a page of its own can all hold it.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of finished text.

    Attributes
    ----------
    caption
        What it holds, in words.
    columns
        Column heads, with units.
    rows
        One tuple a row; the first cell is the row's head.
    numeric
        Positions of the columns that hold numbers and are set to the right.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()

    def to_dicts(self) -> list[dict[str, str]]:
        """Return one dict a row, by the column heads."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def html(self, *, most: int | None = None) -> Markup:
        """Return the table as HTML.

        Parameters
        ----------
        most
            Rows to show; the others are counted below the table.
        """
        shown = self.rows if most is None else self.rows[:most]
        left = len(self.rows) - len(shown)
        head = Markup().join(
            Markup('<th scope="col">{}</th>').format(c) for c in self.columns
        )
        body = Markup().join(
            Markup("<tr>{}</tr>").format(
                Markup().join(
                    _cell(cell, number, number in self.numeric)
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
            ).format(self.caption, head, body)
            + more
        )

    def _repr_html_(self) -> str:
        return str(self.html())


def _cell(cell: str, number: int, numeric: bool) -> Markup:
    style = Markup(' style="text-align:right"') if numeric else Markup()
    if number == 0:
        return Markup('<th scope="row"{}>{}</th>').format(style, cell)
    return Markup("<td{}>{}</td>").format(style, cell)
