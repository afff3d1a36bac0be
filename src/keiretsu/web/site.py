"""What every page shares: the templates, the kept answers, and the frame of a page."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anyio import CapacityLimiter
from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from keiretsu.pictures.font import served
from keiretsu.report.templating import environment, style
from keiretsu.web.answers import Answers
from keiretsu.web.articles import Articles
from keiretsu.web.asked import Asked
from keiretsu.web.inbox import Desk
from keiretsu.web.tokens import Tokens

THREADS = 40
"""Threads that may wait for what must be computed; who asks beyond them waits too."""
_STYLE = re.compile(r' style="width:(\d+)px[^"]*"')


def templates() -> Environment:
    """Return the templates of pages, which may use those of the report."""
    found = environment(PackageLoader("keiretsu.web", "templates"))
    found.globals["inline_styles"] = False
    found.filters["figure"] = figure
    inline = found.filters["inline"]
    found.filters["inline"] = lambda svg: _without_style(inline(svg))
    return found


def figure(value: float, form: str) -> str:
    """Write a number in a format of Python's, with the signs of our pages.

    >>> figure(-0.01234567, "+.4%"), figure(23456.5, ",.2f")
    ('−1.2346 %', '23 456.50')
    """
    text = f"{value:{form}}"
    return text.replace("%", " %").replace("-", "−").replace(",", " ")


def _without_style(svg: Markup) -> Markup:
    """Say a drawing's width as an attribute: a page of ours allows no inline style."""
    return Markup(_STYLE.sub(r' width="\1"', str(svg), count=1))


@dataclass(frozen=True)
class Site:
    """One running site.

    Attributes
    ----------
    articles
        Where pasted articles are kept.
    tokens
        What makes and checks tokens.
    answers
        What was computed.
    templates
        The templates.
    watched
        The file of what is watched, where it is to be shown.
    desk
        Where decisions on claims are kept; None shows no inbox.
    line
        Threads on which pages wait for what must be computed.
    questions
        Deals that the start page names; those of ours where it is empty.
    hurried
        Whether a deal that is new is answered with its sentence first.
    """

    articles: Articles
    tokens: Tokens = field(default_factory=Tokens)
    answers: Answers = field(default_factory=Answers)
    templates: Environment = field(default_factory=templates)
    line: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(THREADS))
    watched: Path | None = None
    desk: Desk | None = None
    questions: tuple[Asked, ...] = ()
    hurried: bool = False

    def page(
        self, request: Request, template: str, status: int = 200, **shown: Any
    ) -> HTMLResponse:
        """Return a page from its template."""
        return HTMLResponse(
            self.render(template, path=request.url.path, **shown), status
        )

    def refused(self, request: Request) -> HTMLResponse:
        """Return what is told where a form carries no token of ours."""
        return self.page(
            request,
            "error.html",
            403,
            heading="This form is too old, or not ours",
            words="Open the page anew and send it again.",
        )

    def render(self, template: str, **shown: Any) -> str:
        """Return a page's text."""
        today = dt.date.today().isoformat()
        return self.templates.get_template(template).render(
            today_iso=today, has_inbox=self.desk is not None, **shown
        )

    def style(self, fonts: str | None = None) -> str:
        """Return the style of every page, with the rules that find its fonts.

        Where none are given, they are beside the style.
        """
        assert self.templates.loader is not None
        own, _, _ = self.templates.loader.get_source(self.templates, "web.css")
        found = served("fonts/{}".format) if fonts is None else fonts
        return found + style(self.templates) + own


def site_of(request: Request) -> Site:
    """Return the site that a request is answered by."""
    found: Site = request.app.state.site
    return found
