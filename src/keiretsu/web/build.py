"""Pages as files: the same pages for a newsroom that has no server of ours.

Addresses become files, links among them are turned to those files, and what only a
server can answer (forms, other days, other deals) is taken off. A page that is as it
was is not computed again.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from keiretsu.errors import DataError
from keiretsu.files import write_whole
from keiretsu.pictures.font import cuts
from keiretsu.version import __version__
from keiretsu.web.addresses import STATIC
from keiretsu.web.app import create_app
from keiretsu.web.as_files import as_file, curve_of_page, file_of
from keiretsu.web.asked import Asked
from keiretsu.web.asking import ask
from keiretsu.web.computed import curve_key, draw_curve, market_of
from keiretsu.web.guard import Guard
from keiretsu.web.pages.comparing import beside
from keiretsu.web.pages.deals import CHIPS, PARTS
from keiretsu.web.site import Site

MANIFEST = "manifest.json"


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
            body = _as_file(app, body.decode(), name, files).encode()
        _write(folder / name, body)
        made += 1
    _write(folder / "static/slider.js", (STATIC / "slider.js").read_bytes())
    _write(folder / "style.css", site.style().encode())
    for cut in cuts():
        _write(folder / "fonts" / cut.name, cut.read())
    _write(folder / MANIFEST, json.dumps(new, indent=1).encode())
    return len(files) + 2 + len(cuts()), made


def _as_file(app: Guard, page: str, name: str, files: Mapping[str, str]) -> str:
    """Return a page as a file, with the curve of its slider where there is one."""
    place = curve_of_page(page)
    if place is None or place not in files:
        return as_file(page, name, files)
    return as_file(page, name, files, ask(app, place).decode())


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
