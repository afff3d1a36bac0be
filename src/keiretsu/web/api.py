"""The addresses that answer in JSON, described for programs (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from keiretsu.version import __version__

_STATE = ("stake", "on", "market")
_QUERY: dict[str, dict[str, Any]] = {
    "stake": {
        "description": "Size of the stake in percent, 0 to 100; `merger` or nothing "
        "for a merger.",
        "schema": {"type": "string"},
    },
    "on": {
        "description": "The day, as 2025-05-19; today where it is left out.",
        "schema": {"type": "string"},
    },
    "market": {
        "description": "Name of a bundled market; where the two meet, if left out.",
        "schema": {"type": "string"},
    },
    "d": {
        "description": "A deal as `toyota~nissan:20` or `honda~nissan:merger`; may be "
        "repeated.",
        "schema": {"type": "array", "items": {"type": "string"}, "maxItems": 6},
    },
    "since": {
        "description": "The first day, as 2026-10-01; 30 days ago if left out.",
        "schema": {"type": "string"},
    },
    "sure": {
        "description": "How sure the trained reader must be of a claim, 0 to 1.",
        "schema": {"type": "string"},
    },
    "of": {
        "description": "Two companies, as `toyota~nissan`: where their pair stands.",
        "schema": {"type": "string"},
    },
    "q": {
        "description": "Words that a row must hold.",
        "schema": {"type": "string"},
    },
    "by": {
        "description": "Column by which rows are ordered.",
        "schema": {"type": "string"},
    },
    "down": {
        "description": "Anything: the largest first.",
        "schema": {"type": "string"},
    },
    "url": {
        "description": "A page of this site: `/deal/toyota~nissan?stake=20`.",
        "schema": {"type": "string"},
    },
    "format": {
        "description": "`json`; another is answered with 501.",
        "schema": {"type": "string"},
    },
    "maxwidth": {
        "description": "Pixels that a frame may be wide.",
        "schema": {"type": "string"},
    },
    "maxheight": {
        "description": "Pixels that it may be high.",
        "schema": {"type": "string"},
    },
    "in": {
        "description": "Country whose cars are looked at: US, JP or DE.",
        "schema": {"type": "string"},
    },
}
PATHS: dict[str, tuple[str, tuple[str, ...]]] = {
    "/deal/{pair}.json": ("What a deal of two companies does.", _STATE),
    "/curve/{pair}.json": ("What every size of a stake would do.", ("on", "market")),
    "/compare.json": ("Several deals.", ("d", "on", "market")),
    "/company/{name}.json": ("Who has the say in a company.", ("on",)),
    "/car/{name}.json": ("One car.", ("in", "on", "d")),
    "/on/{day}.json": ("The facts of a day.", ()),
    "/tie/{pair}.json": ("What ties two companies.", ("on",)),
    "/pairs.json": ("What the merger of every pair would do.", ("market", "on", "of")),
    "/data.json": ("The tables of facts and their columns, as a Data Package.", ()),
    "/data/{table}.json": ("The rows of a table of facts.", ("q", "by", "down")),
    "/market/{name}.json": ("What is sold in a bundled market.", ()),
    "/watch.json": ("What watched articles claimed.", ("since",)),
    "/inbox.json": ("Claims that wait for a person, where shown.", ("since",)),
    "/oembed": (
        "How a deal's page is framed (oEmbed).",
        ("url", "maxwidth", "maxheight", "format"),
    ),
    "/read/{name}.json": ("The claims of an article that was pasted.", ("sure",)),
}
"""Each address, what it answers, and what its query may say."""
_PLACES = {
    "pair": "Two companies, as `toyota~nissan`.",
    "name": "A company, a car, a market, or the hash of an article.",
    "table": "A table of facts, as stakes.",
    "day": "A day, as 2025-05-19.",
}
_CODES = {
    "200": "The answer.",
    "400": "Something asked for is impossible; the error says what and where.",
    "404": "A name is not known; the error offers the nearest.",
    "414": "The address is too long.",
    "421": "This machine is not asked by that name.",
    "429": "One client asks too often: come back.",
    "501": "Only JSON is there.",
    "503": "Not yet computed, or too many ask at once: come back.",
}


_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string"}, "hint": {"type": "string"}},
    "additionalProperties": False,
}
_PLAIN = {"414", "421", "429"}
"""Codes of which the guard tells in plain text."""


def described() -> dict[str, Any]:
    """Return the description of every address that answers in JSON."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "keiretsu", "version": __version__},
        "paths": {
            path: {"get": _operation(path, words, query)}
            for path, (words, query) in PATHS.items()
        },
    }


def _operation(path: str, words: str, query: tuple[str, ...]) -> dict[str, Any]:
    inside = [name for name in _PLACES if f"{{{name}}}" in path]
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PLACES[name],
            "schema": {"type": "string"},
        }
        for name in inside
    ]
    parameters += [{"name": name, "in": "query", **_QUERY[name]} for name in query]
    return {
        "summary": words,
        "parameters": parameters,
        "responses": {
            code: {"description": told} | _content(code)
            for code, told in _CODES.items()
            if code != "501" or path == "/oembed"
        },
    }


def _content(code: str) -> dict[str, Any]:
    """Return what an answer of a code holds."""
    if code in _PLAIN:
        return {"content": {"text/plain": {"schema": {"type": "string"}}}}
    schema = {"type": "object"} if code == "200" else _ERROR
    return {"content": {"application/json": {"schema": schema}}}


def openapi(request: Request) -> Response:
    """`/openapi.json`."""
    return JSONResponse(described())
