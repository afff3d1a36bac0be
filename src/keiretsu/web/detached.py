"""A page away from its server: what only a server can answer is taken off."""

from __future__ import annotations

import re
from collections.abc import Callable

_LINK = re.compile(r"<a\b([^>]*?)\bhref=\"([^\"]*)\"([^>]*)>(.*?)</a>", re.S)
_FORM = re.compile(
    r"(?:<h2[^>]*>[^<]*</h2>\s*)?<form(?! class=\"slide\").*?</form>", re.S
)
_SLIDER = re.compile(r"<form class=\"slide\".*?</form>", re.S)
_OEMBED = re.compile(r"<link [^>]*json\+oembed[^>]*>")
_SCRIPT = re.compile(r"<script\b.*?</script>", re.S)
_SHEET = re.compile(r"<link rel=\"stylesheet\"[^>]*>")


def detached(page: str, place: Callable[[str], str | None]) -> str:
    """Return a page without forms; links lead where they can, or are words.

    Parameters
    ----------
    page
        The page as the server gives it. The form with the slider stays: a script of
        ours answers it.
    place
        Address as the page holds it -> the one that works there, None for none.
    """

    def link(found: re.Match[str]) -> str:
        before, target, after, words = found.groups()
        there = place(target)
        if there is None:
            return words
        return f'<a{before}href="{there}"{after}>{words}</a>'

    return _LINK.sub(link, _OEMBED.sub("", _FORM.sub("", page)))


def on_paper(page: str, style: str, foot: str) -> str:
    """Return a page as one file that a printer takes: nothing is loaded, nothing runs.

    Parameters
    ----------
    page
        The page as the server gives it.
    style
        Its style, with its fonts.
    foot
        Words for its last line, safe in HTML.
    """
    page = _SCRIPT.sub("", _SLIDER.sub("", page))
    page = detached(page, lambda target: None if target.startswith("/") else target)
    page = _SHEET.sub(lambda _: f"<style>{style}</style>", page, count=1)
    return page.replace("</footer>", f"<p>{foot}</p></footer>", 1)
