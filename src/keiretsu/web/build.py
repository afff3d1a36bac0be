"""Pages as files: the same pages for a newsroom that has no server of ours.

Addresses become files, links among them are turned to those files, and what only a
server can answer (forms, other days, other deals) is taken off. A page that is as it
was is not computed again.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import os
import re
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.types import Message

from keiretsu.errors import DataError
from keiretsu.files import write_whole
from keiretsu.pictures.font import cuts
from keiretsu.version import __version__
from keiretsu.web.addresses import STATIC
from keiretsu.web.app import create_app
from keiretsu.web.asked import Asked
from keiretsu.web.detached import detached
from keiretsu.web.guard import POLICY, Guard
from keiretsu.web.pages.choices import beside
from keiretsu.web.pages.deals import CHIPS, PARTS, curve_key, draw_curve, market_of
from keiretsu.web.site import Site

MANIFEST = "manifest.json"
_LOADS = re.compile(r'\b(src|href|data-curve)="(/[^"]*)"')


def build(
    folder: Path, deals: Sequence[Asked], told: Callable[[str], object] = str
) -> tuple[int, int]:
    """Write the pages of some deals into a folder.

    Parameters
    ----------
    folder
        Where; what is there and still right stays.
    deals
        The deals; each comes with its stakes at hand, the merger, and its questions.
    told
        Called with each address that is computed.

    Returns
    -------
    tuple
        How many files there are, and how many were computed now.

    Raises
    ------
    DataError
        If no deal is named, or the folder cannot be written.
    """
    if not deals:
        raise DataError("a site of no deal", hint="name one: toyota~nissan:20")
    with tempfile.TemporaryDirectory(prefix="keiretsu-") as kept:
        app = create_app(Path(kept))
        state = app.app.state  # type: ignore[attr-defined]
        site: Site = replace(state.site, questions=tuple(deals))
        state.site = site
        try:
            return _build(folder, deals, app, site, told)
        finally:
            site.answers.close()


def _build(
    folder: Path,
    deals: Sequence[Asked],
    app: Guard,
    site: Site,
    told: Callable[[str], object],
) -> tuple[int, int]:
    files = {address: file_of(address) for address in addresses(deals)}
    held = _manifest(folder)
    stamp = _stamp(deals, files)
    made = 0
    new: dict[str, str] = {}
    for address, name in files.items():
        new[name] = stamp
        if held.get(name) == stamp and (folder / name).is_file():
            continue
        told(address)
        _with_curve(site, address, deals)
        body = ask(app, address)
        if name.endswith(".html"):
            body = as_file(body.decode(), name, files).encode()
        _write(folder / name, body)
        made += 1
    _write(folder / "static/slider.js", (STATIC / "slider.js").read_bytes())
    _write(folder / "style.css", site.style().encode())
    for cut in cuts():
        _write(folder / "fonts" / cut.name, cut.read())
    _write(folder / MANIFEST, json.dumps(new, indent=1).encode())
    return len(files) + 2 + len(cuts()), made


def addresses(deals: Sequence[Asked]) -> Iterable[str]:
    """Yield every address that a site of some deals holds, the start first."""
    yield "/"
    seen: set[str] = set()
    for one in deals:
        stakes = dict.fromkeys((one.percent, *CHIPS, None))
        found = [one.address(percent=stake) for stake in stakes]
        found += [one.address(f"/{part}") for part in PARTS]
        bare = one.address(percent=None).replace("/deal/", "/curve/", 1)
        found += [bare.replace("?", f".{form}?", 1) for form in ("json", "csv", "svg")]
        found += [
            one.address().replace("?", f".{form}?", 1) for form in ("json", "toml")
        ]
        found += [f"/embed{one.address()}", f"/embed{bare}"]
        found += [f"/company/{c}?on={one.on}" for c in (one.holder, one.held)]
        found += [f"/tie/{one.holder}~{one.held}?on={one.on}", f"/on/{one.on}"]
        yield from (a for a in found if a not in seen)
        seen.update(found)
    together = beside(deals)
    if together is not None:
        yield together


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


def as_file(page: str, name: str, files: Mapping[str, str]) -> str:
    """Return a page whose links lead to files, without what a server must answer.

    Parameters
    ----------
    page
        The page as the server gives it.
    name
        Its own file.
    files
        Address -> file of everything that is there.
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
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">'
    return page.replace(
        '<meta charset="utf-8">', f'<meta charset="utf-8">\n{policy}', 1
    )


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


def _with_curve(site: Site, address: str, deals: Sequence[Asked]) -> None:
    """See that the whole curve of a deal is there before its page is asked for."""
    for one in deals:
        if f"/{one.holder}~{one.held}" not in address:
            continue
        market = market_of(site, one)
        if market is None:
            continue
        key = curve_key(one, market)
        if site.answers.known(key) is None:
            deque(draw_curve(site, one, market, key), maxlen=0)


def ask(app: Guard, address: str) -> bytes:
    """Return what the application answers to an address.

    Raises
    ------
    DataError
        If it is anything but the page.
    """
    parts = urlsplit(address)
    status, body = 0, bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        body.extend(message.get("body", b""))

    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": None,
        "server": ("localhost", 80),
    }
    # In a thread of its own: in a notebook, this one has a loop that runs already.
    with ThreadPoolExecutor(max_workers=1) as worker:
        worker.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    if status != 200:
        raise DataError(f"the page {address} answers {status}")
    return bytes(body)


def _stamp(deals: Sequence[Asked], files: Mapping[str, str]) -> str:
    """Return what a page depends on: our version, the facts, and what is there."""
    facts = {str(one.on): repr(one.landscape.to_dict()) for one in deals}
    return hashlib.sha256(
        repr((__version__, sorted(facts.items()), sorted(files))).encode()
    ).hexdigest()[:16]


def _manifest(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, body: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"no folder at {path.parent}: {error.strerror}") from None
    write_whole(path, body, "page")
