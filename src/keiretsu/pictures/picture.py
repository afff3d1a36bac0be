"""What every picture is: a finding, a drawing, and the same as a table.

A drawing is SVG that loads nothing and that a screen reader can announce. Colours are
Okabe and Ito's, and never the only sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from keiretsu.characters import visible
from keiretsu.errors import DataError
from keiretsu.files import write_whole
from keiretsu.pictures.font import FONT, carried
from keiretsu.pictures.table import Table

BLUE, ORANGE, VERMILLION = "#0072B2", "#E69F00", "#D55E00"
GREEN, SKY, PURPLE, YELLOW = "#009E73", "#56B4E9", "#CC79A7", "#F0E442"
INK, GREY, PALE = "#222222", "#6b6b6b", "#d9d9d9"
NARROWEST = 480
"""Pixels below which a drawing is scrolled and not shrunk."""
LARGEST = 20_000
"""Most pixels that a PNG may be wide."""
_BOX = re.compile(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One figure.

    Attributes
    ----------
    name
        Short identifier, unique on a page.
    title
        The finding, as a sentence computed from the data.
    note
        How to read it: units, assumptions, what is left out.
    svg
        The drawing.
    table
        The same numbers.
    narrow
        The drawing for a phone, where one drawing cannot serve both.
    """

    name: str
    title: str
    note: str
    svg: Markup
    table: Table
    narrow: Markup | None = None

    def save(self, path: Path | str, *, width: int = 1600) -> Path:
        """Write the picture to a file: SVG, PNG, or HTML with the table.

        The end of its name says which.

        Parameters
        ----------
        path
            The file; an existing one is replaced.
        width
            Width of a PNG in pixels, up to 20 000.

        Returns
        -------
        Path
            Where it is.

        Raises
        ------
        DataError
            If the name ends otherwise, the width is none, or nothing can be written
            there.
        """
        path = Path(path)
        made: dict[str, Callable[[], bytes]] = {
            ".svg": lambda: self.alone().encode(),
            ".png": lambda: self.png(width),
            ".html": lambda: self.document().encode(),
        }
        make = made.get(path.suffix.lower())
        if make is None:
            raise DataError(
                f"no picture can be written as {path.name!r}",
                hint="end the name with .svg, .png or .html",
            )
        write_whole(path, make(), "picture")
        return path

    def png(self, width: int = 1600) -> bytes:
        """Return the drawing as PNG, `width` pixels wide.

        Raises
        ------
        DataError
            If the width is below 1 or above 20 000.
        """
        import vl_convert

        if not 1 <= width <= LARGEST:
            raise DataError(
                f"a picture {width} pixels wide",
                hint=f"give a width from 1 to {LARGEST}",
            )
        box = _BOX.search(self.svg)
        assert box is not None, "a drawing without a size"
        made: bytes = vl_convert.svg_to_png(self.svg, scale=width / float(box[1]))
        return made

    def alone(self) -> str:
        """Return the drawing as a file of its own, with its size and its font."""
        box = _BOX.search(self.svg)
        assert box is not None, "a drawing without a size"
        size = f' width="{box[1]}" height="{box[2]}"'
        sized = re.sub(r' style="width:[^"]*"', size, self.svg, count=1)
        return sized.replace(">", f"><style>{carried(sized)}</style>", 1)

    def html(self) -> Markup:
        """Return the drawing and, folded away, its table, as a piece of a page."""
        return Markup(
            '<figure style="margin:0"><div style="overflow:auto">{}</div>'
            "<details><summary>The same as a table</summary>{}</details></figure>"
        ).format(self.svg, self.table.html())

    def document(self) -> str:
        """Return the drawing and its table as a page that loads nothing."""
        return Markup(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta http-equiv="Content-Security-Policy" content="default-src '
            "'none'; style-src 'unsafe-inline'; font-src data:\">"
            "<title>{0}</title><style>{3}"
            "body{{font-family:{1};margin:16px}}table{{border-collapse:collapse}}"
            "th,td{{text-align:left;padding:2px 10px 2px 0;vertical-align:top}}"
            "</style></head><body>{2}</body></html>\n"
        ).format(self.title, Markup(FONT), self.html(), Markup(carried(self.svg)))

    def _repr_html_(self) -> str:
        return str(self.html())

    def _repr_svg_(self) -> str:
        return str(self.svg)

    def __repr__(self) -> str:
        return f"<Picture: {self.title}>"


def titled(svg: str, *, name: str, title: str, note: str, css: str = "") -> Markup:
    """Give an SVG its title, description and role, and names unique on the page.

    `css` is the class by which a page shows one of two drawings.
    """
    words = Markup(
        '<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>'
    ).format(name, title, note)
    return _opened(svg, name, css) + words + _inside(svg, name)


def named_as(svg: str, *, name: str, of: str, css: str) -> Markup:
    """Give a second drawing of a picture the role and the words of the first."""
    return _opened(svg, of, css) + _inside(svg, name)


def _opened(svg: str, of: str, css: str) -> Markup:
    head = _head(svg)
    size = re.search(r'width="([\d.]+)"', head[0])
    width = float(size[1]) if size else 600.0
    opened = re.sub(r'\s(?:width|height|class|role|style)="[^"]*"', "", head[0])[:-1]
    kind = Markup(' class="{}"').format(css) if css else ""
    attributes = Markup(
        '{3} role="img" aria-labelledby="{0}-title {0}-desc" '
        'style="width:{1}px;min-width:{2}px">'
    ).format(of, round(width), round(min(width, NARROWEST)), kind)
    return Markup(opened) + attributes


def _head(svg: str) -> re.Match[str]:
    head = re.search(r"<svg[^>]*>", svg)
    assert head is not None, "a drawing that is no SVG"
    return head


def _inside(svg: str, name: str) -> Markup:
    """Return what an SVG holds, its names made unique on the page."""
    inner = svg[_head(svg).end() :].strip()
    inner = re.sub(r'\bid="', f'id="{name}-', inner)
    inner = re.sub(r"url\(#", f"url(#{name}-", inner)
    return Markup(re.sub(r'href="#', f'href="#{name}-', inner))


def text(value: Any) -> str:
    """Return a value as text that is safe inside SVG."""
    return str(escape(visible(str(value))))
