"""Every command, with valid words and files to begin from."""

from __future__ import annotations

import io
import json
import random
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from keiretsu.landscape.store import open_store
from keiretsu.news.watch import run_once
from keiretsu.news.watch.hosts import Hosts
from keiretsu.news.watch.store import open_watch
from tests.fuzz import readers as valid
from tests.fuzz.mutation import mutated
from tests.news.inputs import written

CHOICES = "product,second,share\ncar 0,car 3,0.4\ncar 0,car 4,0.3\n"
TIE = """---
title: Toyota and Nissan to merge
date: 2025-05-19
---
Toyota and Nissan said on Monday that they will merge.
"""
CARS = "year,country,co,firm,qu,price,pop,segment\n" + "".join(
    f"{year},1,{car},{car % 3 + (year > 90) * (car == 4)},{900 + 70 * car},"
    f"{5 + car},57000,{car % 2}\n"
    for year in (89, 90, 91, 92)
    for car in range(6)
)
ODD_WORDS = (
    *("", " ", "-1", "0", "nan", "inf", "1e308", "9" * 400, "٥", "0x10", "1_000"),
    *("2025-13-40", "9999-12-31", "0000-00-00", "2016", "toyata", "Škoda", "psa"),
    *(
        "-",
        "--",
        "--json",
        "--csv",
        "--help",
        "../none",
        "/",
        "~nosuchuser",
        "/dev/null",
    ),
    *("/dev/full", "none/x.csv", "x" * 5_000, "a\udcffb", "\x1b[31mred", "‮x"),
    *("[red]x[/oops]", "<script>alert(7)</script>", "=cmd|' /C calc'!A0", "a=b=c"),
    *("postgresql://u:s3cret@127.0.0.1:1/d", "postgresql:///d?password=s3cret", "a>b"),
)


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command line and what it needs.

    Attributes
    ----------
    words
        The words after `keiretsu`; a word that is a key of `files` is a file.
    files
        Contents, by name.
    out
        The file that it writes, if any.
    store
        The store that it may write, if any.
    """

    words: tuple[str, ...]
    files: Mapping[str, bytes]
    out: str | None = None
    store: str | None = None


LINES = """
init --store new.db
init --store facts.db --json
doctor --store facts.db
doctor --store facts.db --json
version --json
news read article.md page.html --json --on 2025-05-19
news read article.md --csv --date 2025-05-19 --publisher Paper --sure 0.3
landscape show --on 2025-06-01 --json
landscape show --store facts.db --on 2025-06-01 --csv --believed 2030-01-01
landscape company toyota --on 2025-06-01
landscape company Nissan --json --store facts.db
landscape control mitsubishi_motors --on 2025-06-01 --json
landscape diff 2016-01-01 2025-06-01 --company nissan --csv
landscape gaps subaru --on 2025-06-01 --json
landscape matrix nissan --on 2025-06-01 --out matrix.svg
landscape timeline renault nissan --from 2016-01-01 --until 2025-06-01 --out t.svg
landscape export nissan --steps 1 --on 2025-06-01 --out map.svg
landscape export --deal deal.toml --out deal.html
landscape export --to csv --out facts.zip --store facts.db
landscape export --to bods --out b.json --on 2025-06-01
landscape export --to ftm --out f.jsonl
landscape export --to graphml --out g.graphml --on 2025-06-01
landscape import given.zip --store facts.db --by Ada
landscape import given.jsonl --store facts.db --json
landscape import given.json --store facts.db
landscape import given.graphml --store facts.db
landscape add stakes holder=honda held=Nissan percent=5 since=2025 source_title=x {S}
landscape add companies id=acme name=Acme kind=group source_title=x {S} --json
landscape add stakes --file stakes.csv --store facts.db
landscape end toyota subaru --on 2026-03-01 --source paper --store facts.db
landscape judge 12 reject --because x --by Ada --store facts.db
landscape judge 12 correct --instead 7 --because x --store facts.db
landscape judge 12-40 supersede --because x --by Ada --store facts.db
landscape history toyota subaru --store facts.db --csv
landscape history toyota --kind plans --store facts.db --json
market list --json
market show de-2024-brands --csv
market check market.csv --json
market check semicolons.csv
market check market.parquet
demand calibrate market.csv --form logit --own-elasticity -4.5 {M} --out d.toml
demand calibrate market.csv --evidence known.toml --second-choices choices.csv {M}
demand estimate sized.csv --formula 1+prices --out e.toml
deal run deal.toml --market market.csv --control silent --json
deal run --merge toyota nissan --market market.csv --control silent --csv {D}
deal run --stake toyota nissan 25 --market market.csv --draws 3 --seed 5 --json {D}
deal run deal.toml --market market.csv --conduct coordination=0.2 --saving 2 {D}
deal pairs --market market.csv --control silent {D} --json
deal car note --merge toyota nissan --market market.csv --draws 0 {D} --json
deal curve toyota nissan --market market.csv {D} --json
serve --host 0.0.0.0 --port 8000
site build nowhere --deal toyota~toyota:20
deal frontier toyota nissan --percent 20 --saving 5 --market market.csv {D} --json
deal sure --merge toyota nissan --market market.csv {D} --json
deal plan nissan --with toyota --market market.csv --draws 0 {D} --json
deal lines --merge toyota nissan --market market.csv --fixed 5 {D} --json
deal launch nissan note --market market.csv --draws 0 {D} --json
deal template honda-nissan-2024 --json
deal compare toyota nissan --market market.csv --draws 0 {D} --json
backtest --cars cars.csv --json
screen deal.toml --market market.csv --place US --rules us,eu --json
screen --merge toyota nissan --market market.csv --place JP --rules jp {D} --csv
screen --stake toyota nissan 25 --market market.csv --indices --rules us --json {D}
screen --merge renault stellantis --known JP.target_turnover_dom=4e12 --rules jp {D}
report deal.toml --market market.csv --control silent --draws 0 {R}
report --merge toyota nissan --market market.csv --control silent --draws 2 {R} {D}
report --article tie.md --market market.csv --draws 0 --control silent {R} --json
news read articles.jsonl feed.xml a.eml a.pdf feed.json --json
news since 2025-05-19 --file watch.db --rss
watch add feeds.opml --file watch.db
watch list --file watch.db --csv
watch remove articles --file watch.db
watch run --file watch.db --pause 0 --json
news merge article.md tie.md articles.jsonl --json --sure 0.3
news compare article.md tie.md --on 2025-05-19 --store facts.db --json
news review tie.md --decisions decisions.jsonl --journal review.db --store facts.db
watch hook http://inbox.example/a --since 2025-05-19 --file watch.db
news read article.md page.html --why --sure 0.2
"""
SHORT = {
    "{S}": "--store facts.db",
    "{M}": "--market-elasticity -1 --market-size 400000",
    "{D}": "--on 2025-05-19",
    "{R}": "--out report.html --rules us",
}


@cache
def commands() -> dict[str, Command]:
    """Return each command with its files, by its line."""
    return {line: _command(line) for line in LINES.strip().splitlines()}


def _command(line: str) -> Command:
    for short, long in SHORT.items():
        line = line.replace(short, long)
    words = tuple(line.split())
    store = words[words.index("--store") + 1] if "--store" in words else None
    writes = words[1] in ("add", "end", "judge", "import", "review")
    return Command(
        words=words,
        files={word: _files()[word] for word in words if word in _files()},
        out=words[words.index("--out") + 1] if "--out" in words else None,
        store=store if writes else None,
    )


@cache
def _files() -> dict[str, bytes]:
    found = valid.readers()
    ends = {"csv": "zip", "ftm": "jsonl", "bods": "json", "graphml": "graphml"}
    parquet = io.BytesIO()
    pd.read_csv(io.StringIO(valid.MARKET)).to_parquet(parquet)
    return {
        "deal.toml": valid.DEAL,
        "market.csv": valid.MARKET.encode(),
        "sized.csv": _sized(),
        "cars.csv": CARS.encode(),
        "semicolons.csv": valid.SEMICOLONS.encode(),
        "market.parquet": parquet.getvalue(),
        "article.md": valid.ARTICLE.encode(),
        "tie.md": TIE.encode(),
        "page.html": valid.PAGE.encode(),
        "articles.jsonl": (json.dumps({"text": TIE}) + "\n").encode() * 3,
        "feed.xml": written.RSS.encode(),
        "feed.json": written.JSON_FEED.encode(),
        "a.eml": written.mail(),
        "feeds.opml": b'<opml><body><outline xmlUrl="http://a.example/"/></body></opml>',
        "watch.db": _watched(),
        "a.pdf": written.pdf(["Toyota owns 20% of Subaru."]),
        "known.toml": valid.KNOWN.replace(b"Corolla", b"car 1"),
        "choices.csv": CHOICES.encode(),
        "decisions.jsonl": b'{"claim": "1f0c4ab2", "do": "accept"}\n' * 2,
        "stakes.csv": valid.STAKES.encode(),
        "facts.db": _store(),
        **{f"given.{end}": found[name][2] for name, end in ends.items()},
    }


def _sized() -> bytes:
    """Markets with shares and instruments, for an estimate."""
    head = "market_ids,firm_ids,product_ids,prices,shares,demand_instruments0"
    rows = [
        f"m{m},{maker},car {n},{20 + 3 * n + m},{0.12 - n / 50 - m / 200},{m % 3 + n}"
        for m in range(5)
        for n, maker in enumerate(("Toyota", "Nissan", "Kia", "BMW"))
    ]
    return "\n".join((head, *rows, "")).encode()


@cache
def _store() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "facts.db"
        open_store(file).fill()
        return file.read_bytes()


@cache
def _watched() -> bytes:
    """A folder that is watched, with one article that was read."""
    with tempfile.TemporaryDirectory() as name:
        file, folder = Path(name) / "watch.db", Path(name) / "articles"
        folder.mkdir()
        (folder / "tie.md").write_text(TIE, encoding="utf-8")
        with open_watch(file, make=True) as store:
            store.add(str(folder), "folder", private=False, now="2025-05-19")
            run_once(store, Hosts(), lambda said: None, lambda done: None)
        return file.read_bytes()


def changed(command: Command, rng: random.Random) -> Command:
    """Return a command with other words, other files, or both."""
    words, files = list(command.words), dict(command.files)
    what = rng.choice(("words", "files", "both") if files else ("words",))
    if what != "words":
        name = rng.choice(sorted(files))
        files[name] = mutated(files[name], rng)
    if what != "files":
        for _ in range(rng.choice((1, 1, 2))):
            words = _other_words(words, rng)
    return Command(
        words=tuple(words), files=files, out=command.out, store=command.store
    )


def _other_words(words: list[str], rng: random.Random) -> list[str]:
    where = rng.randrange(len(words)) if words else 0
    odd = rng.choice(ODD_WORDS)
    match rng.randrange(6):
        case 0:
            return [*words[:where], *words[where + 1 :]]
        case 1:
            return [*words[:where], odd, *words[where:]]
        case 2:
            return [*words[: where + 1], *words[where:]]
        case 3 if words:
            kept, sign, _ = words[where].rpartition("=")
            return [*words[:where], f"{kept}{sign}{odd}", *words[where + 1 :]]
        case 4 if words:
            data = mutated(words[where].encode("utf-8", "surrogateescape"), rng)
            word = data.replace(b"\0", b"")[:9_000].decode("utf-8", "surrogateescape")
            return [*words[:where], word, *words[where + 1 :]]
        case _:
            return [*words[:where], odd, *words[where + 1 :]]
