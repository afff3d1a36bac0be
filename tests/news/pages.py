"""Generated pages in six languages: none ends in an error, each span is its quote.

python -m tests.news.pages --count 5000
"""

from __future__ import annotations

import argparse
import html
import json
import random
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from training.news.corpus import articles
from training.news.writing import written

from keiretsu.errors import KeiretsuError
from keiretsu.news import read_article, read_claims

FURNITURE = (
    "Share this article | Print | 文章: 1375",
    "© 2026 The Paper. All rights reserved. Cookies akzeptieren?",
    "Lire aussi : trois marques en vue · Suscríbete por 1 € al mes",
    "関連記事　ログインして続きを読む",
    "- Toyota 5.1%\n- Mazda\n- , 20% of\n- ２０％",
    "| | 2025 | 2024 |\n| --- | --- | --- |\n| BYD | 4.6 | 3.0 |\n| – | n/a |",
)
LETTERS = (
    str.maketrans({"i": "ı", "s": "ſ", "k": "\u212a"}),
    str.maketrans("0123456789%,.", "０１２３４５６７８９％，．"),
    str.maketrans({" ": "\u00a0", "-": "\u2011", "'": "\u2019"}),
    str.maketrans({"a": "а", "e": "е", "o": "о"}),
)
Change = Callable[[str, random.Random], str]


def _odd_letters(text: str, rng: random.Random) -> str:
    return text.translate(rng.choice(LETTERS))


def _other_case(text: str, rng: random.Random) -> str:
    return rng.choice((str.upper, str.lower, str.title))(text)


def _shuffled(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return " ".join(words)


def _holes(text: str, rng: random.Random) -> str:
    return "".join(c for c in text if rng.random() > 0.02)


def _cut(text: str, rng: random.Random) -> str:
    return text[rng.randrange(len(text)) :]


def _spaceless(text: str, rng: random.Random) -> str:
    return text.replace(rng.choice((" ", ". ", "\n")), "")


CHANGES: tuple[Change, ...] = (
    *(_odd_letters, _other_case, _shuffled, _holes, _cut, _spaceless),
)


def pages(count: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Yield names and contents of pages, half of them changed as copies are.

    Parameters
    ----------
    count
        How many.
    seed
        What chance starts from.
    """
    rng = random.Random(seed)
    texts = [a.text for a in (*articles(), *articles(aside=True), *written(60))]
    for number in range(count):
        parts = rng.choice(texts).split("\n\n")
        for _ in range(rng.randrange(3)):
            more = rng.choice((rng.choice(FURNITURE), *rng.choice(texts).split("\n\n")))
            parts.insert(rng.randrange(len(parts) + 1), more)
        text = "\n\n".join(parts)
        if number % 2 and text:
            text = rng.choice(CHANGES)(text, rng)
        yield _formed(number, text, rng)


def _formed(number: int, text: str, rng: random.Random) -> tuple[str, str]:
    kind = rng.choice(("html", "md", "txt"))
    day = rng.choice(("2026-05-19", "2025", "令和8年5月19日", "03/04/2025", ""))
    if kind == "md":
        text = f"---\ntitle: {json.dumps(text[:60])}\ndate: {day}\n---\n\n{text}"
    elif kind == "html":
        inner = "".join(f"<p>{html.escape(p)}</p>" for p in text.split("\n\n"))
        text = f'<html><meta charset="utf-8"><article>{inner}</article></html>'
    return f"{number}.{kind}", text


def fault(path: Path) -> str | None:
    """Read one page, and say what went wrong; a refusal is none."""
    try:
        article = read_article(path)
        for sure in (None, 0.0):
            for claim in read_claims(article, sure=sure):
                json.dumps(claim.to_dict(), allow_nan=False)
                if article.text[slice(*claim.span)] != claim.quote:
                    return f"a span is not its quote: {claim.quote[:60]!r}"
    except KeiretsuError:
        return None
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})"
    return None


def faults(count: int, seed: int = 0) -> Counter[str]:
    """Return what went wrong in how many pages."""
    found: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        for name, text in pages(count, seed):
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
            if wrong := fault(path):
                found[wrong] += 1
            path.unlink()
    return found


def main() -> None:
    """Read generated pages, and tell what went wrong."""
    asked = argparse.ArgumentParser(prog="python -m tests.news.pages")
    asked.add_argument("--count", type=int, default=5000)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    begun = time.monotonic()
    found = faults(given.count, given.seed)
    seconds = time.monotonic() - begun
    print(f"{given.count} pages in {seconds:.0f} s, {found.total()} with a fault")
    for wrong, number in found.most_common():
        print(f"{number:5} {wrong}")


if __name__ == "__main__":
    main()
