"""One site for all tests of pages: its answers are kept between them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("starlette")

from starlette.testclient import TestClient

from keiretsu.web.app import create_app
from keiretsu.web.guard import Guard


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Guard:
    return create_app(tmp_path_factory.mktemp("articles"), secret=b"s" * 32)


@pytest.fixture(scope="session")
def client(app: Guard) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False) as found:
        yield found
