"""kill -9 of `watch run`, again and again: the file ends as after one clean run.

python -m tests.news.watch.kill --times 40 --pages 500 --seed 8
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.news.hostile_site import open_site
from tests.news.watch.news_site import paper

CHILD = """
import os, signal, sys
from pathlib import Path
from keiretsu.news.fetching import fetch
from keiretsu.news.watch.hosts import Hosts
from keiretsu.news.watch.run import run_once
from keiretsu.news.watch.store import open_watch

left = int(sys.argv[2])

def tick(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def ask(url, **more):
    tick()
    page = fetch(url, **more)
    tick()
    return page

with open_watch(Path(sys.argv[1])) as store:
    store.connection.set_trace_callback(tick)
    run_once(store, Hosts(pause=0, ask=ask), lambda said: None, lambda n: None)
"""
"""Ends itself by kill -9 at a step: before a statement or commit, round a fetch."""


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "keiretsu", *map(str, words)]


def watch(file: Path, *sources: str | Path) -> None:
    words = command("watch", "add", *sources, "--allow-private", "--file", file)
    subprocess.run(words, check=True, capture_output=True)


def run(file: Path) -> None:
    words = command("watch", "run", "--pause", 0, "--file", file)
    subprocess.run(words, check=True, capture_output=True)


def killed_at(file: Path, step: int) -> bool:
    """Run until a step; False where the run was over before it."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(file), str(step)], capture_output=True
    )
    assert done.returncode in (0, -9), done.stderr.decode()
    return done.returncode == -9


def killed_after(file: Path, seconds: float) -> bool:
    """Run the command for some seconds; False where it was over before."""
    words = command("watch", "run", "--pause", 0, "--file", file)
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


WHAT = {
    "sources": "select name, kind, title, etag, modified, problem from sources",
    "articles": "select key, host, url, title, publisher, date, day, state, problem,"
    " text from articles",
    "claims": "select a.key, c.number, c.data from claims c"
    " join articles a on a.id = c.article",
    "files": "select path, stamp from files",
}


def held(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that a file holds but times, and how often what is down was tried."""
    with closing(sqlite3.connect(file)) as connection:
        (sound,) = connection.execute("pragma integrity_check").fetchone()
        assert sound == "ok"
        return {
            name: sorted(map(tuple, connection.execute(query)), key=repr)
            for name, query in WHAT.items()
        }


def main() -> None:
    """Kill a number of times over a paper of many pages; compare with a clean run."""
    asked = argparse.ArgumentParser(prog="python -m tests.news.watch.kill")
    asked.add_argument("--times", type=int, default=40)
    asked.add_argument("--pages", type=int, default=500)
    asked.add_argument("--seed", type=int, default=8)
    given = asked.parse_args()
    rng = random.Random(given.seed)
    with open_site() as site, tempfile.TemporaryDirectory() as name:
        clean, hurt = Path(name) / "clean.db", Path(name) / "hurt.db"
        feed = paper(site, given.pages)
        for file in (clean, hurt):
            watch(file, feed)
        begun = time.monotonic()
        run(clean)
        longest = time.monotonic() - begun
        print(f"a clean run takes {longest:.1f} s")
        kills = tries = 0
        while kills < given.times and tries < 4 * given.times:
            tries += 1
            by_step = tries % 2 == 0
            kills += (
                killed_at(hurt, rng.randrange(1, 12 * given.pages // given.times))
                if by_step
                else killed_after(hurt, rng.uniform(0.1, 1.5))
            )
        run(hurt)
        same = held(clean) == held(hurt)
        for name, rows in held(clean).items():
            for row in set(rows) ^ set(held(hurt)[name]):
                print(f"only in one, of {name}: {str(row)[:300]}")
        states = [row[7] for row in held(hurt)["articles"]]
        counts = {state: states.count(state) for state in sorted(set(states))}
        said = "the same as" if same else "NOT the same as"
        print(f"killed {kills} times: {said} a clean run; {counts}")
        sys.exit(not same)


if __name__ == "__main__":
    main()
