"""`keiretsu init` and `doctor`: a store of facts is made, and examined."""

from __future__ import annotations

import typer

from keiretsu.characters import visible
from keiretsu.cli.facts import InStore, read_from, the_store
from keiretsu.cli.output import AsJson, form, print_json, say, say_next, working


def init(store: InStore = None, json: AsJson = False) -> None:
    """Make the store of facts, or bring its bundled facts and its form up to date.

    Example: keiretsu init
    """
    how = form(json)
    kept = the_store(store)
    with working("filling the store"):
        written = kept.fill()
    if how == "json":
        print_json({"store": str(kept.place), **_counts(written.new, written.judged)})
    say(f"the store is {kept.place}")
    if written.new or written.judged:
        say(
            f"bundled statements added: {len(written.new)}; "
            f"judged anew: {len(written.judged)}"
        )
    else:
        say("nothing to add: it holds the bundled facts of this version")
    say_next("keiretsu landscape show toyota")


def _counts(new: tuple[int, ...], judged: tuple[int, ...]) -> dict[str, int]:
    return {"added": len(new), "judged": len(judged)}


def doctor(store: InStore = None, json: AsJson = False) -> None:
    """Examine the store of facts; exit status 1 if anything is wrong with it.

    Example: keiretsu doctor
    """
    how = form(json)
    place = read_from(store)
    if place is None:
        if how == "json":
            print_json([])
        say("there is no store yet: the bundled facts are read")
        say_next("keiretsu init")
        return
    from keiretsu.landscape.store.doctor import examine

    findings = examine(place)
    if how == "json":
        print_json([finding.to_dict() for finding in findings])
    else:
        for finding in findings:
            mark = "ok   " if finding.is_sound else "WRONG"
            typer.echo(visible(f"{mark} {finding.check}: {finding.text}"))
    mends = dict.fromkeys(f.mend for f in findings if f.mend is not None)
    for mend in mends:
        say(f"to mend: {mend}")
    if not all(finding.is_sound for finding in findings):
        raise typer.Exit(1)
