"""Charts with axes: Altair's, turned into SVG on this machine by vl-convert.

Nothing is fetched. Every chart has the same font, colours and grid.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import vl_convert as vlc
from markupsafe import Markup

from keiretsu.pictures.metric import FONT
from keiretsu.pictures.picture import GREY, INK, titled

CONFIG: dict[str, Any] = {
    "font": FONT,
    "background": "white",
    "padding": 4,
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleColor": INK,
        "labelColor": INK,
        "gridColor": "#ececec",
        "domainColor": GREY,
        "labelLimit": 260,
    },
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 260},
    "text": {"fontSize": 12, "color": INK},
}
"""How every chart looks, in Vega-Lite's words; set at once, since Altair copies a chart
with its data for every setting."""

Drawn = alt.Chart | alt.LayerChart | alt.FacetChart


def chart_svg(chart: Drawn, *, name: str, title: str, note: str) -> Markup:
    """Turn an Altair chart into SVG that a page can hold and a screen reader announce.

    Parameters
    ----------
    chart
        An Altair chart.
    name, title, note
        See `Picture`; title and note become the drawing's title and description.
    """
    spec = chart.to_dict(validate=False)
    own = spec.get("config", {})
    spec["config"] = own | CONFIG | {"view": own.get("view", {}) | {"stroke": None}}
    svg = vlc.vegalite_to_svg(spec, allowed_base_urls=[])
    return titled(svg, name=name, title=title, note=note)


def new_chart(data: list[dict[str, Any]]) -> alt.Chart:
    """Return a chart over plain rows (a list of dicts)."""
    return alt.Chart(alt.InlineData(values=data))
