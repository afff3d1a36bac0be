"""`keiretsu news read --llm`: a model beside the readers, and what it cost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.news.hostile_site import Site, open_site
from tests.news.llm.test_llm import CHAT, FILLED, FOUND, TEXT, completion, serve

from keiretsu.news.llm.asking import MODEL, URL
from keiretsu.news.llm.cache import VARIABLE


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "llm"))
    with open_site() as one:
        yield one


def test_a_model_that_is_named_reads_too_and_its_cost_is_told(
    call: Call, site: Site
) -> None:
    serve(site, CHAT, [completion(json.dumps({"claims": c})) for c in (FOUND, FILLED)])
    words = ("news", "read", "-", "--json", "--date", "2026-05-20")
    model = ("--llm", "openai:m", "--llm-url", site.url("/v1"))
    done = call(*words, *model, stdin=TEXT)
    assert done.exit_code == 0, done.stderr
    told = [json.loads(line)["normalised"] for line in done.stdout.splitlines()]
    assert 12.3 in [one.get("percent") for one in told]
    assert "openai:m" in done.stderr
    assert "2 requests, 20 + 10 tokens" in done.stderr
    again = call(*words, *model, stdin=TEXT)
    assert again.stdout == done.stdout
    assert "nothing spent, 2 answers kept from before" in again.stderr
    assert len(site.posted) == 2


def test_where_it_fails_our_readers_stand(
    call: Call, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MODEL, "openai:m")
    monkeypatch.setenv(URL, site.page("/v1", b""))
    words = ("news", "read", "-", "--json")
    done = call(*words, stdin=TEXT)
    assert "the claims are those of our own readers" in done.stderr
    plain = call(*words, "--llm", "off", stdin=TEXT)
    assert done.stdout == plain.stdout
    assert "requests" not in plain.stderr


def test_a_name_that_is_no_model_is_told(call: Call) -> None:
    refused = call("news", "read", "-", "--llm", "gpt", stdin=TEXT)
    assert refused.exit_code == 1
    assert "openai:NAME or anthropic:NAME" in refused.stderr
