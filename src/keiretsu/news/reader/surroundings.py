"""What stands round a sentence and tells what it is about: the sentence before, the
lead of a list, the head of a table and of the column, the heading of the article.
"""

from __future__ import annotations

import numpy as np

from keiretsu.news.reader.document import Document


def leads(document: Document, bounds: np.ndarray) -> np.ndarray:
    """Return first and last word of what comes before each sentence, S by 2.

    Parameters
    ----------
    document
        An article made ready.
    bounds
        First word of each sentence and the word after its last, S by 2.

    Of a row the head of its table and the sentence before that, of an item the sentence
    before the list, else the sentence before; nothing before the first.
    """
    found = np.zeros_like(bounds)
    begin = 0
    for i, sentence in enumerate(document.sentences):
        fresh = i == 0 or document.sentences[i - 1].form != sentence.form
        begin = i if fresh or sentence.form not in {"row", "item"} else begin
        if begin == 0 and sentence.form != "row":
            continue
        lead = max(begin - 1, 0)
        last = begin if sentence.form == "row" and begin < i else lead
        found[i] = bounds[lead, 0], bounds[last, 1]
    return found


def column_heads(
    document: Document, bounds: np.ndarray, bars: np.ndarray
) -> np.ndarray:
    """Return first and last word of the head of the column of each node, N by 2.

    Parameters
    ----------
    document, bounds
        As of `leads`.
    bars
        Whether each word is a bar between two cells.
    """
    found = np.zeros((len(document.nodes), 2), dtype=np.int64)
    words = {
        number: i for i, (_, _, number) in enumerate(document.words) if number >= 0
    }
    begin = 0
    heads: dict[int, int] = {}
    for i, sentence in enumerate(document.sentences):
        if i == 0 or document.sentences[i - 1].form != "row":
            begin = i
        if sentence.form == "row":
            heads[i] = begin
    for number, node in enumerate(document.nodes):
        head = heads.get(node.sentence)
        if head is None or head == node.sentence or number not in words:
            continue
        low = bounds[node.sentence, 0]
        column = int(bars[low : words[number]].sum())
        first, last = bounds[head]
        places = first + np.flatnonzero(bars[first:last])
        if 0 < column < len(places):
            found[number] = places[column - 1] + 1, places[column]
    return found
