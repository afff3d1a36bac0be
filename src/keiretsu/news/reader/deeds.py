"""What a plain sentence says is done with a stake, and what it refuses or ends.

`BYD will take 25 % of Maserati` is no holding and no fact. Where a plain frame names
holder, held and figure, the words between them (in Japanese those after them) tell the
deed and the modality more surely than the trees, which see few such sentences.
"""

from __future__ import annotations

import re
from functools import cache

from keiretsu.news.claims.claim import MODALITIES
from keiretsu.news.claims.doubts import gives_up
from keiretsu.news.reader.document import Document, Node
from keiretsu.news.reader.drafts import Draft
from keiretsu.news.reader.frames import vote_numbers
from keiretsu.news.reader.offices import told_office
from keiretsu.news.reader.packaged import packaged, whole_words
from keiretsu.news.reader.progress import is_refused
from keiretsu.news.reader.scored import Scored
from keiretsu.news.reader.superseded import replaced

_DEEDS = ("holds", "acquires", "sells", "raises", "reduces")
_SAID = ("hedged", "plan", "refused", "dropped")
_POSSESSIVE = re.compile(r"\s*['’]s?\s*$|^\s*['’]s?\b")
_CLAUSE = re.compile(r"[,;:，；：。、]")
_NEAR = 40
"""Signs before a figure in which a word that refuses it is looked for."""
_NO_LESS = re.compile(
    r"\b(?:less|fewer|only|under|weniger|unter|nur|moins|menos|s[oó]lo)\b|下回|少|低"
)
"""Words of `no less than` and `not only`, which refuse nothing."""
_CLAUSE_ENDS = {
    "de": re.compile(
        r"[.;:]|,? (?:der|die|das|dem|den|dessen|deren|und|aber|wie|nicht|sondern)\b"
    ),
    "ja": re.compile(r"[。；]"),
}
"""Languages whose verb may stand after the figure, and where its clause ends."""
_CLAUSE_BEGINS = {"zh": re.compile(r".*[，；。：]", re.DOTALL)}
"""Languages that may name a holder again beside its figure: where the clause begins."""


def as_told(scored: Scored, draft: Draft) -> bool:
    """Set what is done with a stake, and how firmly, where a plain sentence tells.

    Of two modalities the one that claims less is kept.

    Parameters
    ----------
    scored, draft
        A document under the models, and a complete draft of it, which is changed.

    Returns
    -------
    bool
        Whether it may be claimed: not if the sentence drops it, and no sales
        that it says were not reached.
    """
    if draft.kind == "sold":
        return not _is_refused(scored.document, scored.document.nodes[draft.anchor])
    if draft.kind == "deal":
        return _as_refused(scored.document, draft)
    if draft.kind == "role":
        _set_office(scored.document, draft)
    if draft.kind == "target":
        draft.refused = _is_given_up(scored.document, draft.anchor)
    words = _telling_words(scored, draft)
    if words is None:
        return True
    language = scored.document.language
    told = {name for name in _SAID if _form(name, language).search(words)}
    deed = _deed(words, language)
    if deed is not None:
        draft.classes["action"] = deed
    said = {draft.classes.get("modality", "fact"), *(told & set(MODALITIES))}
    draft.classes["modality"] = min(said, key=MODALITIES.index)
    draft.refused = "refused" in told
    return "dropped" not in told


def _as_refused(document: Document, draft: Draft) -> bool:
    """Say of a deal that a plain sentence refuses that it is not agreed.

    What is only not ruled out is not claimed.
    """
    here = document.nodes[draft.anchor].sentence
    refused = is_refused(document, here, draft.several["parties"])
    if refused:
        draft.classes["status"], draft.refused = "agreed", True
    return refused is not None


def _set_office(document: Document, draft: Draft) -> None:
    told = told_office(document, document.nodes[draft.anchor])
    draft.refused = told == "refused"
    if told == "former":
        draft.label = told


def _is_given_up(document: Document, anchor: int) -> bool:
    """Whether the words round the figure of a target refuse it or give it up."""
    figure = document.nodes[anchor]
    if figure.value == 0:
        return False
    start = len(document.said_before(figure))
    end = start + figure.end - figure.start
    sentence = document.said_in(figure.sentence)
    return gives_up(sentence, start, end, document.language)


def _telling_words(scored: Scored, draft: Draft) -> str | None:
    """Return the words that tell the deed; None where no plain frame matches."""
    if draft.kind != "stake":
        return None
    votes, numbers = scored.evidence.bearings.votes, vote_numbers()
    spans = [
        votes.words.get((draft.anchor, draft.parts[part], numbers["plain", part]))
        for part in ("holder", "held")
    ]
    if spans[0] is None or spans[1] is None:
        return None
    if draft.anchor in replaced(scored.document).values():
        return None
    start, end = min(s[0] for s in spans if s), max(s[1] for s in spans if s)
    document, figure = scored.document, scored.document.nodes[draft.anchor]
    holder = _first(document, draft.parts["holder"], start, end)
    if holder is None:
        return None
    return _between(document, holder, figure, end)


def _is_refused(document: Document, figure: Node) -> bool:
    """Whether a sentence says not before a figure, or after it in Japanese."""
    if document.language == "ja":
        words = document.said_after(figure)
    else:
        words = _CLAUSE.split(document.said_before(figure))[-1][-_NEAR:]
    refused = _form("refused", document.language).search(words)
    return refused is not None and not _NO_LESS.search(words)


def _first(document: Document, entity: int, start: int, end: int) -> Node | None:
    own = (n for n in document.nodes if n.entity == entity)
    return next((n for n in own if start <= n.start and n.end <= end), None)


def _between(document: Document, holder: Node, figure: Node, end: int) -> str:
    """Return the words from a holder to its figure, and those after where verbs do."""
    text, language = document.text, document.language
    before = text[holder.end : figure.start] if holder.end <= figure.start else ""
    if before and language in _CLAUSE_BEGINS:
        return _CLAUSE_BEGINS[language].sub("", document.said_before(figure))
    if language not in _CLAUSE_ENDS:
        return before
    after = text[end : document.sentences[figure.sentence].end]
    close = _CLAUSE_ENDS[language].search(after)
    after = after[: close.start()] if close else after
    return after if language == "ja" else f"{before} {after}"


def _deed(words: str, language: str) -> str | None:
    """Return the deed of the verb that counts, `holds` of a possessive."""
    found = [
        (match.start(), deed)
        for deed in _DEEDS
        for match in _form(deed, language).finditer(words)
    ]
    if not found:
        return "holds" if _POSSESSIVE.match(words) else None
    return min(found)[1] if language == "ja" else max(found)[1]


@cache
def _form(name: str, language: str) -> re.Pattern[str]:
    return whole_words(packaged("deeds.toml")[language][name], language)
