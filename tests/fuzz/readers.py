"""Every reader of files, with valid files to begin from."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from keiretsu.deals import Deal
from keiretsu.deals.assumption_files import read_assumptions
from keiretsu.estimation import FittedDemands, KnownNumbers
from keiretsu.landscape import load_dataset
from keiretsu.landscape.exchange import FORMATS, recorded
from keiretsu.landscape.exchange.formats import read_path
from keiretsu.landscape.exchange.parties import Parties
from keiretsu.landscape.store import open_store, statements_of
from keiretsu.market import check_table, read_table
from keiretsu.news import read_article, read_claims
from keiretsu.news.inputs import Unreadable
from keiretsu.news.inputs.reading import ReadArticle, read_all
from tests.news.inputs import written

Reader = Callable[[Path], object]

DEAL = b"""on = "2025-05-19"
[[steps]]
kind = "merge"
first = "toyota"
second = "nissan"
[[steps]]
kind = "save_cost"
makers = ["toyota", "nissan"]
percent = 2.5
"""
DEAL_JSON = b"""{"on": "2025-05-19", "steps": [
{"kind": "stake", "holder": "honda", "held": "nissan", "percent": 20}]}"""
MARKET = "market_ids,firm_ids,product_ids,prices,quantities,nesting_ids\n" + "".join(
    f"us,{maker},car {n},{20_000 + 900 * n}.5,{1_000 * (n + 1)},{'ab'[n % 2]}\n"
    for n, maker in enumerate(("Toyota", "Nissan", "Škoda", "Kia", "BMW") * 3)
)
SEMICOLONS = MARKET.replace(",", ";").replace(".5", ",5")
STAKES = (
    "holder,held,percent,since,source_title,confidence\n"
    "toyota,subaru,20.4,2020,a filing,sourced\n"
    "honda,nissan,5,2025-02,a paper,assumed\n"
)
ARTICLE = """---
title: Toyota to buy a stake
date: 2025-05-19
---
Toyota said on Monday it plans to buy a 20% stake in Nissan for $2 billion. "We will
build 90,000 cars in Q2," CEO Ann Lee said. Kia sold 3.1 million vehicles in 2025.
"""
PAGE = (
    '<html><head><title>A deal</title><meta charset="utf-8"></head><body><article>'
    "<p>Honda will sell its 5 per cent stake in Mazda by 2027.</p>"
    "<table><tr><td>Ford</td><td>11%</td></tr></table></article></body></html>"
)
KNOWN = b'market_elasticity = -1.0\n[margins]\n"Corolla" = 0.22\n'
FITTED = b"""title = "logit"
[made]
command = "calibrate"
[markets."us-2022"]
form = "Logit"
products = ["a", "b", "c"]
alpha = 0.2
delta = [1.0, 2.0, 0.5]
[[markets."us-2022".fit]]
what = "margin"
product = "a"
given = 0.2
fitted = 0.21
"""
ASSUMED = "".join(
    f'[{name}]\nvalue = {value}\nlow = {low}\nhigh = {high}\ntitle = "a paper"\n'
    for name, value, low, high in (
        ("own_elasticity", -4.3, -6.0, -3.0),
        ("market_elasticity", -0.9, -1.5, -0.5),
        ("nesting", 0.5, 0.2, 0.8),
        ("margin", 0.2, 0.1, 0.3),
    )
)


def _deal(path: Path) -> object:
    return Deal.from_file(path).sentence


def _market(path: Path) -> object:
    return check_table(read_table(path))


def _claims(path: Path) -> object:
    return read_claims(read_article(path))


def _statements(path: Path) -> object:
    return statements_of("stakes", path.read_text("utf-8", "replace"), "stakes.csv")


def _exchange(path: Path) -> object:
    return read_path(path, Parties())


def _folder(path: Path) -> object:
    folder = path.with_suffix("")
    folder.mkdir(exist_ok=True)
    (folder / "dataset.toml").write_bytes(path.read_bytes())
    return load_dataset(folder).landscape("2025-06-01")


def _store(path: Path) -> object:
    facts = open_store(path).facts()
    return [facts.records("stakes"), facts.records("companies")]


@cache
def readers() -> dict[str, tuple[Reader, str, bytes]]:
    """Return each reader, the name of its file and a valid file, by name."""
    found: dict[str, tuple[Reader, str, bytes]] = {
        "deal": (_deal, "deal.toml", DEAL),
        "deal, json": (_deal, "deal.json", DEAL_JSON),
        "market": (_market, "market.csv", MARKET.encode()),
        "market, semicolons": (_market, "market.csv", SEMICOLONS.encode()),
        "market, cp1252": (_market, "market.csv", MARKET.encode("cp1252", "replace")),
        "article": (_claims, "article.md", ARTICLE.encode()),
        "page": (_claims, "page.html", PAGE.encode()),
        "statements": (_statements, "stakes.csv", STAKES.encode()),
        "data set": (_folder, "dataset.toml", b'title = "cars"\n[words]\n'),
        "assumptions": (read_assumptions, "a.toml", ASSUMED.encode()),
        "known numbers": (KnownNumbers.from_file, "k.toml", KNOWN),
        "fitted demands": (FittedDemands.from_file, "f.toml", FITTED),
    }
    for name in ("a.rss", "a.atom", "a.jsonl", "a.json", "a.eml", "a.pdf"):
        found[name] = (_documents, name, documents()[name])
    facts = [one for one in recorded() if one.kind in ("companies", "stakes")]
    ends = {"csv": "zip", "ftm": "jsonl", "bods": "json", "graphml": "graphml"}
    for name, end in ends.items():
        data, _ = FORMATS[name].write(facts[60:75] + facts[-15:])
        found[name] = (_exchange, f"facts.{end}", data)
    return found


def documents() -> dict[str, bytes]:
    """Return a valid file of each form of articles, by name."""
    row = json.dumps({"text": written.TIE, "title": "One", "date": "2025-05-19"})
    return {
        "a.rss": written.RSS.encode(),
        "a.atom": written.ATOM.encode(),
        "a.jsonl": f"{row}\n{row}\n".encode(),
        "a.json": written.JSON_FEED.encode(),
        "a.eml": written.mail(html=written.PAGE),
        "a.pdf": written.pdf([written.TIE[:60], written.TIE[60:]]),
    }


def _documents(path: Path) -> object:
    """Read what is in a file; where nothing can be read, the first error."""
    done = list(read_all([path]))
    wrong = [one.error for one in done if isinstance(one, Unreadable)]
    if wrong and len(wrong) == len(done):
        raise wrong[0]
    return [one.claims for one in done if isinstance(one, ReadArticle)]


def store_reader(folder: Path) -> tuple[Reader, str, bytes]:
    """Return the reader of stores, and a store."""
    file = folder / "valid.db"
    open_store(file).fill()
    return _store, "store.db", file.read_bytes()
