"""Why a draft is claimed: the frames that put its parties in their parts, and chances.

An explanation says what was looked at: the words that a frame matched, with the name of
its family, or that no frame spoke for a party, and how probable its place made it.
"""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.news.reader.drafts import Draft
from keiretsu.news.reader.frames import votes
from keiretsu.news.reader.labels import PAIR_MODELS, PARTS
from keiretsu.news.reader.scored import Scored

_SHOWN = 90


def explained(scored: Scored, draft: Draft) -> tuple[str, ...]:
    """Return a line on each party of a draft's key, and one on what it hangs on."""
    label, anchor = draft.label, draft.anchor
    labels = dict((name, chance) for chance, name in scored.anchors[draft.kind][anchor])
    node = scored.document.nodes[anchor]
    words = _short(scored.document.text[node.start : node.end])
    first = f"{label.replace('_', ' ')}: “{words}” {labels[label]:.2f}"
    return (first, *_parties(scored, draft))


def _parties(scored: Scored, draft: Draft) -> Iterator[str]:
    for part in PARTS[draft.kind]:
        field = PAIR_MODELS[part].field
        single = draft.parts.get(field)
        meant = draft.several.get(field, ()) if single is None else (single,)
        for entity in meant:
            name = scored.document.entities[entity]
            chance = scored.edge(part, draft.anchor).get(entity)
            said = _frames(scored, draft.anchor, entity, part)
            told = "" if chance is None else f" {chance:.2f}"
            yield f"{part} {name}: {said}{told}"


def _frames(scored: Scored, anchor: int, entity: int, part: str) -> str:
    given = scored.evidence.bearings.votes
    own = sorted(
        v
        for v in given.of_pair.get((anchor, entity), ())
        if votes()[v].split(" ")[1] == part
    )
    if not own:
        return "no frame"
    families = ", ".join(votes()[v].split(" ")[0].replace("_", " ") for v in own)
    start, end = given.words[anchor, entity, own[0]]
    return f"“{_short(scored.document.text[start:end])}” ({families})"


def _short(words: str) -> str:
    one = " ".join(words.split())
    return one if len(one) <= _SHOWN else f"{one[: _SHOWN - 1]}…"
