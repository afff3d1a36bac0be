"""What every picture is: a finding, a drawing, and the same as a table.

Charts are Altair's, turned into SVG on this machine by vl-convert; nothing is fetched.
Colours are Okabe and Ito's, and never the only sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert as vlc
from markupsafe import Markup, escape

BLUE, ORANGE, VERMILLION = "#0072B2", "#E69F00", "#D55E00"
GREEN, SKY, PURPLE, YELLOW = "#009E73", "#56B4E9", "#CC79A7", "#F0E442"
INK, GREY, PALE = "#222222", "#6b6b6b", "#d9d9d9"
NARROWEST = 480
"""Pixels below which a drawing is scrolled and not shrunk."""
FONT = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif"


Drawn = alt.Chart | alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of finished text.

    Attributes
    ----------
    caption
        What it holds, in words.
    columns
        Heads, with units.
    rows
        One tuple a row; the first cell is the row's head.
    numeric
        Columns (by place) that hold numbers and are set to the right.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One figure of the report.

    Attributes
    ----------
    name
        Short identifier, unique on the page.
    title
        The finding, as a sentence computed from the data.
    note
        How to read it: units, assumptions, what is left out.
    svg
        The drawing.
    table
        The same numbers.
    """

    name: str
    title: str
    note: str
    svg: Markup
    table: Table


def chart_svg(chart: Drawn, *, name: str, title: str, note: str) -> Markup:
    """Turn an Altair chart into SVG that a page can hold and a screen reader announce.

    Parameters
    ----------
    chart
        An Altair chart.
    name, title, note
        See `Picture`; title and note become the drawing's title and description.
    """
    themed = (
        chart.configure(font=FONT, background="white", padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12,
            titleFontSize=12,
            titleColor=INK,
            labelColor=INK,
            gridColor="#ececec",
            domainColor=GREY,
            labelLimit=260,
        )
        .configure_legend(labelFontSize=12, titleFontSize=12, labelLimit=260)
        .configure_text(fontSize=12, color=INK)
    )
    svg = vlc.vegalite_to_svg(themed.to_dict(), allowed_base_urls=[])
    return titled(svg, name=name, title=title, note=note)


def titled(svg: str, *, name: str, title: str, note: str) -> Markup:
    """Give an SVG its title, description and role, and names unique on the page."""
    svg = re.sub(r"<\?xml[^>]*>|<!DOCTYPE[^>]*>", "", svg).strip()
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r"url\(#", f"url(#{name}-", svg)
    svg = re.sub(r'href="#', f'href="#{name}-', svg)
    head = re.match(r"<svg[^>]*>", svg)
    assert head is not None, "vl-convert returned no SVG"
    size = re.search(r'width="([\d.]+)"', head[0])
    width = float(size[1]) if size else 600.0
    opened = re.sub(r'\s(?:width|height|class|role|style)="[^"]*"', "", head[0])[:-1]
    words = Markup(
        '<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>'
    ).format(name, title, note)
    attributes = Markup(
        ' role="img" aria-labelledby="{0}-title {0}-desc" '
        'style="width:{1}px;min-width:{2}px">'
    ).format(name, round(width), round(min(width, NARROWEST)))
    return Markup(opened) + attributes + words + Markup(svg[head.end() :])


def text(value: object) -> str:
    """Return a value as text that is safe inside SVG."""
    return str(escape(value))


def new_chart(data: list[dict[str, Any]]) -> alt.Chart:
    """Return a chart over plain rows (a list of dicts)."""
    return alt.Chart(alt.InlineData(values=data))
