"""`keiretsu news review`: claims, one after another, for a person to decide on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.facts import By, InStore, the_data_of, the_store, writer
from keiretsu.cli.news_reading import (
    AllowPrivate,
    Paths,
    Since,
    Sure,
    pages_of,
    tell_unread,
)
from keiretsu.cli.output import AsJson, form, print_json_lines, say, say_next, show
from keiretsu.cli.review_questions import Questions
from keiretsu.cli.watch import InFile
from keiretsu.errors import DataError
from keiretsu.files import read_text

if TYPE_CHECKING:
    from keiretsu.news.corroboration import Page
    from keiretsu.review.inbox import Inbox

MOST_BYTES = 5_000_000
"""Bytes of a file of decisions."""


def review(
    paths: Paths = None,
    since: Since = None,
    decisions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Decisions as JSON Lines; nothing is asked."),
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Undo the last decision, and end.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="With --json: also what was decided.")
    ] = False,
    journal: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where decisions are kept; else KEIRETSU_REVIEW, else your data "
            "folder.",
            show_default=False,
        ),
    ] = None,
    file: InFile = None,
    sure: Sure = None,
    allow_private: AllowPrivate = False,
    by: By = None,
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Decide on claims: accept, correct, swap, choose, reject; accepted ones are facts.

    Decisions are kept, and a page that is read again keeps them.

    Example: keiretsu news review examples/toyota-nissan.md
    """
    from keiretsu.review.inbox import Inbox, open_journal
    from keiretsu.review.inbox.journal import chosen_journal

    how = form(json)
    if undo and (paths or since or decisions or json):
        raise typer.BadParameter("--undo stands alone")
    if decisions is not None and how == "json":
        raise typer.BadParameter("give one of --decisions and --json")
    if not (undo or decisions or how == "json") and not sys.stdin.isatty():
        raise DataError(
            "stdin is no terminal, and nobody can be asked",
            hint="list the claims with --json, and give --decisions FILE",
        )
    pages, unread = (
        ((), 0)
        if undo
        else pages_of(paths, since, file, sure=sure, allow_private=allow_private)
    )
    kept = the_store(store)
    with open_journal(chosen_journal(journal)) as held:
        inbox = Inbox(
            journal=held, store=kept, load=lambda: the_data_of(kept), by=writer(by)
        )
        if undo:
            gone = inbox.undo()
            say(f"undone: {gone.words} ({gone.what} on {gone.at[:10]})")
        elif how == "json":
            entries = inbox.entries(pages)
            print_json_lines(e.to_dict() for e in entries if every or not e.decision)
        elif decisions is not None:
            _from_file(inbox, pages, decisions)
        else:
            _asked(inbox, pages)
    tell_unread(pages, unread)


def _from_file(inbox: Inbox, pages: tuple[Page, ...], file: Path) -> None:
    from keiretsu.review.inbox import apply, read_answers

    hint = "name a file in UTF-8 with a decision a line: --decisions FILE"
    answers = read_answers(read_text(file, MOST_BYTES, hint), str(file))
    for answer, done in apply(inbox, pages, answers):
        say(f"{answer.claim}: {done.what}: {done.words}")
    say_next("keiretsu landscape history HOLDER HELD")


def _asked(inbox: Inbox, pages: tuple[Page, ...]) -> None:
    def ask(words: str) -> str | None:
        try:
            return input(words)
        except (EOFError, KeyboardInterrupt):
            return None

    counts = Questions(inbox=inbox, ask=ask, tell=show).all(pages)
    words = ", ".join(f"{n} {what}" for what, n in counts.items())
    say(words or "nothing was decided")
