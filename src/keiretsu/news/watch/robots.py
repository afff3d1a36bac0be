"""What a host asks robots to leave alone: robots.txt as RFC 9309 reads it.

The longest rule that fits a path decides, and of two as long the one that allows.
Groups that name us go before the group of everybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from keiretsu.news.fetching.fetch import AGENT

MOST_READ = 500_000
"""Bytes of a robots.txt that are read; RFC 9309 asks for at least as many."""
LONGEST_DELAY = 60
"""Seconds between two requests that a host may ask for; more are taken as these."""
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*(.*?)\s*$")
_MOST_RULES = 5_000


@dataclass(frozen=True)
class Rule:
    """One path, with `*` and `$`, that is allowed or not."""

    path: str
    allows: bool

    def fits(self, path: str) -> bool:
        """Whether a path begins as the rule does; each piece is looked for once."""
        is_whole = self.path.endswith("$")
        first, *rest = self.path.removesuffix("$").split("*")
        if not path.startswith(first):
            return False
        at = len(first)
        for n, piece in enumerate(rest):
            if is_whole and n == len(rest) - 1:
                return len(path) - len(piece) >= at and path.endswith(piece)
            at = path.find(piece, at)
            if at < 0:
                return False
            at += len(piece)
        return not is_whole or at == len(path)


@dataclass(frozen=True)
class Robots:
    """The rules of one host for us."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be fetched."""
        path = _written(path)
        fitting = [r for r in self.rules if r.fits(path)]
        if not fitting or path == "/robots.txt":
            return True
        return max(fitting, key=lambda r: (len(r.path), r.allows)).allows


def read_robots(data: bytes) -> Robots:
    r"""Return the rules of a robots.txt; what is none of its lines is passed over.

    >>> read_robots(b"User-agent: *\nDisallow: /a\nAllow: /a/b").allows("/a/b/c")
    True
    """
    ours: list[Rule] = []
    all_: list[Rule] = []
    delays: dict[str, float] = {}
    agents: list[str] = []
    in_rules = is_named = False
    for line in data[:MOST_READ].decode("utf-8", "replace").splitlines():
        found = _LINE.match(line.partition("#")[0])
        if found is None:
            continue
        name, value = found[1].casefold(), found[2]
        if name == "user-agent":
            agents = [*([] if in_rules else agents), _agent(value)]
            in_rules = False
            is_named = is_named or AGENT in agents
            continue
        in_rules = in_rules or name in ("allow", "disallow", "crawl-delay")
        for group, kept in ((AGENT, ours), ("*", all_)):
            if group not in agents:
                continue
            if name in ("allow", "disallow") and value and len(kept) < _MOST_RULES:
                kept.append(Rule(_written(value), name == "allow"))
            elif name == "crawl-delay":
                delays[group] = _seconds(value)
    if is_named:
        return Robots(tuple(ours), delays.get(AGENT, 0.0))
    return Robots(tuple(all_), delays.get("*", 0.0))


def _agent(value: str) -> str:
    """Return a product's name: `keiretsu` of `Keiretsu/1.0`."""
    return re.split(r"[/\s]", value.casefold(), maxsplit=1)[0]


def _seconds(value: str) -> float:
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value):
        return 0.0
    return min(float(value), LONGEST_DELAY)


def _written(path: str) -> str:
    """Write a path one way: what needs no escape has none, all else has capitals."""
    return quote(unquote_to_bytes(path), safe="/%:@!$&'()*+,;=~-._?[]")
