"""The JSON addresses against their own description: nothing undocumented, no 500.

Schemathesis makes the requests from `/openapi.json`; in half of them names are put that
are known, so that answers are reached and not only refusals.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from keiretsu.web.api import PATHS
from keiretsu.web.guard import Guard

schemathesis = pytest.importorskip("schemathesis")

EXAMPLES = 15
"""Requests for each address."""
KNOWN: dict[str, tuple[str, ...]] = {
    "pair": ("toyota~nissan", "honda~nissan", "nissan~nissan"),
    "name": ("nissan", "leaf", "is-2024-brands", "nobody"),
    "day": ("2025-05-19", "2020-02-30"),
    "table": ("stakes", "plans"),
    "market": ("is-2024-brands",),
    "d": ("toyota~nissan:20", "honda~nissan:merger", "toyota~nissan:lots"),
    "on": ("2025-05-19",),
    "of": ("toyota~nissan",),
    "url": ("/deal/toyota~nissan?stake=20", "http://elsewhere.example/"),
}
"""What is put into a field in place of words that nobody knows."""


@pytest.fixture(scope="module")
def schema(app: Guard) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", app)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_an_address_answers_as_it_is_described(
    schema: Any, client: TestClient, path: str
) -> None:
    seen: set[int] = set()
    described = schemathesis.specs.openapi.checks
    checks = [
        described.status_code_conformance,
        described.content_type_conformance,
        described.response_schema_conformance,
    ]
    operation = schema[path]["GET"]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), known=st.booleans(), data=st.data())
    def holds(case: Any, known: bool, data: st.DataObject) -> None:
        if known:
            for held in (case.path_parameters, case.query):
                for name in {*(held or ())} & KNOWN.keys():
                    held[name] = data.draw(st.sampled_from(KNOWN[name]))
        else:  # markets without a name of ours take seconds each
            (case.query or {}).pop("market", None)
        answer = case.call()
        seen.add(answer.status_code)
        assert answer.status_code != 500
        case.validate_response(answer, checks=checks)

    holds()
    if path in {"/watch.json", "/inbox.json", "/read/{name}.json"}:  # none is there
        assert 200 not in seen
    elif path in {"/curve/{pair}.json", "/pairs.json"}:  # computed behind
        assert seen & {200, 503}
    else:
        assert 200 in seen
