"""Templates: how a page of ours is rendered, whoever shows it.

Everything passes through Jinja's autoescaping: claims and article texts are written by
strangers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from keiretsu.characters import visible
from keiretsu.countries import country_name
from keiretsu.deals.figures import percent, signed, two_digits
from keiretsu.pictures.font import FONT, carried
from keiretsu.report.sections.gaps import meanings
from keiretsu.sources import safe_link
from keiretsu.units import count, points, written
from keiretsu.units import percent as exact_percent
from keiretsu.words import drive, segment

_MIDDLE = ' text-anchor="middle"'
_BREAKABLE = re.compile(r"(?<=\d) (?=%|\d{3}(?!\d))")


def environment(*before: BaseLoader) -> Environment:
    """Return the report's templates, with the few words they need.

    Parameters
    ----------
    before
        Where to look for a template first.
    """
    found = Environment(
        loader=ChoiceLoader([*before, PackageLoader("keiretsu.report", "templates")]),
        autoescape=True,
        finalize=_kept_together,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "meaning": lambda missing: meanings([missing]),
        "count": count,
        "country": country_name,
        "drive": drive,
        "exact": exact_percent,
        "inline": _inline,
        "points": points,
        "percent": percent,
        "segment": segment,
        "signed": signed,
        "two_digits": two_digits,
        "written": written,
    }
    found.filters |= filters
    found.globals["inline_styles"] = True
    found.tests["web_address"] = lambda address: safe_link(address or "") is not None
    return found


def _kept_together(value: Any) -> Any:
    """Keep a number and its percent sign on one line; escaped text stays as it is.

    What turns the direction of writing would turn the sentence around a name, too. The
    lines that a form sends end in two signs, of which one is for no page.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        plain = visible(value.replace("\r\n", "\n"))
        return _BREAKABLE.sub("\N{NO-BREAK SPACE}", plain)
    return value


def _inline(svg: Markup) -> Markup:
    """Return a drawing without what only a file of its own needs.

    That is the name space, the font, which the style says once, and the note on how to
    read it, which a page says below it; what all its words share is said once.
    """
    short = str(svg).replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
    short = short.replace(f' font-family="{FONT}"', "")
    short = re.sub(r'<desc id="[^"]*">[^<]*</desc>', "", short, count=1)
    if short.count("<text ") == short.count(_MIDDLE):
        short = short.replace(_MIDDLE, "").replace("<g ", f"<g{_MIDDLE} ", 1)
    return Markup(re.sub(r'(labelledby="\S+-title) \S+-desc"', r'\1"', short, count=1))


def style(templates: Environment) -> str:
    """Return the style of a report, without needless space."""
    assert templates.loader is not None
    text, _, _ = templates.loader.get_source(templates, "report.css")
    return f".picture g{{font-family:{FONT}}}" + re.sub(r"\s*\n\s*", "", text)


def with_font(page: str) -> str:
    """Return a page that carries the font of its pictures."""
    return page.replace("</style>", f"{carried(page)}</style>", 1)
