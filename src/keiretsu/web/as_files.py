"""Addresses as files: what a page is called in a folder, and where its links lead."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from keiretsu.web.detached import detached
from keiretsu.web.guard import POLICY

_LOADS = re.compile(r'\b(src|href|data-curve)="(/[^"]*)"')


def file_of(address: str) -> str:
    """Return the file of an address.

    >>> file_of("/deal/toyota~nissan/owners?stake=20&on=2025-05-19")
    'deal/toyota~nissan/owners,stake=20,on=2025-05-19.html'
    >>> file_of("/"), file_of("/curve/toyota~nissan.json?on=2025-05-19")
    ('index.html', 'curve/toyota~nissan,on=2025-05-19.json')
    """
    parts = urlsplit(address)
    path = PurePosixPath(unquote(parts.path).lstrip("/") or "index")
    form = path.suffix if path.suffix in {".json", ".csv", ".svg", ".toml"} else ""
    query = re.sub(r"[^\w.=~:-]+", ",", unquote(parts.query)).replace(":", "-")
    stem = path.name.removesuffix(form) + (f",{query}" if query else "")
    return str(path.with_name(stem + (form or ".html")))


def as_file(
    page: str, name: str, files: Mapping[str, str], curve: str | None = None
) -> str:
    """Return a page whose links lead to files, without what a server must answer.

    Parameters
    ----------
    page
        The page as the server gives it.
    name
        Its own file.
    files
        Address -> file of everything that is there.
    curve
        The curve that its slider looks up, as JSON; the page carries it.
    """

    def load(found: re.Match[str]) -> str:
        kind, target = found.groups()
        path = html.unescape(target)
        place = _relative(path.lstrip("/"), name)
        if path.startswith("/curve/"):
            place = _file(path, name, files) or ""
        return f'{kind}="{place}"'

    page = detached(page, lambda target: _file(html.unescape(target), name, files))
    page = re.sub(r"<button>Show this stake</button>", "", page)
    page = re.sub(r'(<form class="slide" method="get") action="[^"]*"', r"\1", page)
    page = _LOADS.sub(load, page)
    if curve is not None:
        held = curve.replace("<", "\\u003c")
        held = f'<script type="application/json" id="curve">{held}</script>'
        page = page.replace("</body>", f"{held}\n</body>", 1)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">'
    return page.replace(
        '<meta charset="utf-8">', f'<meta charset="utf-8">\n{policy}', 1
    )


def curve_of_page(page: str) -> str | None:
    """Return the address of the curve that a page's slider looks up, or None."""
    found = re.search(r'\bdata-curve="([^"]*)"', page)
    return None if found is None else html.unescape(found[1])


def _policy() -> str:
    """Return the policy that a file may state of itself."""
    return re.sub(r" ?frame-ancestors [^;]*;", "", POLICY)


def _file(target: str, name: str, files: Mapping[str, str]) -> str | None:
    """Return where a link leads among the files; None where to nothing there."""
    if not target.startswith("/"):
        return target
    address, _, place = target.partition("#")
    if address not in files:
        return None
    return _relative(files[address], name) + (f"#{place}" if place else "")


def _relative(target: str, name: str) -> str:
    found = os.path.relpath(target, PurePosixPath(name).parent)
    return html.escape(found, quote=True)
