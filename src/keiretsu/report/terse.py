"""A page without what HTML and SVG can spare, so that one file stays small."""

from __future__ import annotations

import re

_CELL_ENDS = re.compile(
    r"</t[dh]>\s*(?=<t[dh][ >]|</tr>)|</d[td]>\s*(?=<d[td][ >]|</div>)"
)
_ROW_ENDS = re.compile(
    r"</tr>\s*(?=<tr[ >]|</t(?:head|body|able)>)|</li>\s*(?=<li[ >]|</[ou]l>)"
)
_BODY_ENDS = re.compile(r"</t(?:head|body)>\s*(?=<tbody[ >]|</table>)")
_DRAWING = re.compile(r"<svg\b.*?</svg>", re.S)
_TAG = re.compile(r"<[a-z][^<>]*>")
_ONE_WORD = re.compile(r"""( [\w-]+=)"([^\s"'=<>`/]+)"(?=[ />])""")
_PATH = re.compile(r' d="(M[MCVH\d .-]*)"')
_STEP = re.compile(r"([MCVH])([\d .-]*)")


def terse(page: str) -> str:
    """Return a page that a browser reads alike, shorter.

    End tags of tables and lists are implied where the next cell, row, body, term or
    item begins or its parent ends; no white space is lost within a cell's words. In
    drawings a value of one word needs no quotation marks, and a path is shorter in
    steps than in places.

    >>> terse("<tr><th>a</th> <td>b</td></tr></tbody></table>")
    '<tr><th>a<td>b</table>'
    >>> terse('<svg><path class="a b" d="M100 90V95H90" fill="red"/></svg><p id="c">')
    '<svg><path class="a b" d="M100 90v5h-10" fill=red /></svg><p id="c">'

    References
    ----------
    HTML Living Standard, 13.1.2.3, Attributes, and 13.1.2.4, Optional tags.
    """
    page = _DRAWING.sub(lambda found: _drawing(found[0]), page)
    page = _CELL_ENDS.sub("", page)
    return _BODY_ENDS.sub("", _ROW_ENDS.sub("", page))


def _drawing(svg: str) -> str:
    svg = _PATH.sub(lambda found: f' d="{_in_steps(found[1])}"', svg)
    return _TAG.sub(lambda tag: _spaced(_ONE_WORD.sub(r"\1\2", tag[0])), svg)


def _spaced(tag: str) -> str:
    """Keep the sign that closes an empty element apart from a value before it."""
    bare = tag.endswith("/>") and not tag.endswith('"/>')
    return f"{tag[:-2]} />" if bare else tag


def _in_steps(path: str) -> str:
    """Return a path of places as steps; one whose numbers are not whole stays."""
    if "." in path:
        return path
    x = y = 0
    made = []
    for kind, words in _STEP.findall(path):
        numbers = [int(word) for word in re.findall(r"-?\d+", words)]
        if kind == "V":
            steps, y = [numbers[0] - y], numbers[0]
        elif kind == "H":
            steps, x = [numbers[0] - x], numbers[0]
        else:
            steps = [n - (y if place % 2 else x) for place, n in enumerate(numbers)]
            x, y = numbers[-2:]
        steps, kind = (numbers, "M") if kind == "M" else (steps, kind.lower())
        made.append(kind + " ".join(map(str, steps)).replace(" -", "-"))
    return "".join(made)
