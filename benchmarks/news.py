"""How fast articles are read: pages of about 500 words a second, on one core.

Run with: python -m benchmarks.news [--articles N]

The learning articles of each language, after some that load the weights. Beside it, in
the same run, how many times longer that takes than a page of regular expressions
(`training.news.baseline`), and the seconds of `keiretsu news read` for one page.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

from training.news.baseline import read_plainly
from training.news.corpus import Annotated, articles

from keiretsu.news import read_article, read_claims
from keiretsu.news.articles.language import EASTERN, READ

PAGE = 500
SIGNS = 2
"""Chinese and Japanese signs that count as one word."""
EXAMPLE = Path("examples/toyota-nissan.md")


def words(article: Annotated) -> float:
    """Return how many words an article has."""
    if article.language in EASTERN:
        return len(article.text) / SIGNS
    return len(article.text.split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=30, help="of each language")
    count = parser.parse_args().articles
    print(f"{'language':10}{'pages/s':>9}{'words/s':>9}{'times the plain':>17}")
    for language in READ:
        own = [a for a in articles() if a.language == language][:count]
        made = [read_article(text=a.text, date=a.date) for a in own]
        for article in (*made[:2], made[-1]):
            read_claims(article)
        read_plainly(own[0])
        begun = time.process_time()
        for article in made:
            read_claims(article)
        ours = time.process_time() - begun
        begun = time.process_time()
        for one in own:
            read_plainly(one)
        plain = time.process_time() - begun
        speed = sum(map(words, own)) / ours
        print(
            f"{language:10}{speed / PAGE:>9.1f}{speed:>9.0f}{ours / plain:>16.0f} x",
            flush=True,
        )
    command = [sys.executable, "-m", "keiretsu", "news", "read", str(EXAMPLE)]
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    print(f"one page from the command line: {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main()
