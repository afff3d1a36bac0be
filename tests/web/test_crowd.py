"""Many at once: before one new page, from one office, through a proxy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from keiretsu.web import serve
from keiretsu.web.answers import MOST_WAITING, Answers, Busy
from keiretsu.web.app import create_app
from keiretsu.web.guard import Guard
from keiretsu.web.rates import MOST_AT_ONCE, Rates
from keiretsu.web.site import THREADS

NEW = "/deal/suzuki~subaru?stake=7&on=2025-05-19&market=is-2024-brands"
OFFICE = 200


def until(is_so: Callable[[], object]) -> None:
    """Wait for what another thread does."""
    latest = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < latest, "it did not come about"
        time.sleep(0.005)


def test_however_many_ask_for_one_new_answer_it_is_made_once_for_all() -> None:
    answers, made = Answers(), list[int]()
    asking = threading.Barrier(4 * MOST_WAITING + 1)

    def make() -> int:
        made.append(1)
        until(lambda: answers._waiting["x"] == 4 * MOST_WAITING)
        return 7

    def ask(_: int) -> int:
        asking.wait()
        return answers.get("x", make)

    with ThreadPoolExecutor(4 * MOST_WAITING) as crowd:
        found = crowd.map(ask, range(4 * MOST_WAITING))
        asking.wait()
        assert list(found) == [7] * 4 * MOST_WAITING
    assert made == [1]
    assert not answers._waiting
    answers.close()


def test_who_asks_for_one_answer_too_many_is_told_to_come_back() -> None:
    """Others who ask for what is waited for already are not, nor is a part of it."""
    answers, go_on = Answers(), threading.Event()

    def make() -> int:
        go_on.wait(60)
        return answers.get("part", lambda: 1)

    with ThreadPoolExecutor(MOST_WAITING + 1) as crowd:
        waiting = [crowd.submit(answers.get, n, make) for n in range(MOST_WAITING)]
        until(lambda: len(answers._waiting) == MOST_WAITING)
        with pytest.raises(Busy):
            answers.get("one more", lambda: 1)
        again = crowd.submit(answers.get, 0, make)
        until(lambda: answers._waiting[0] == 2)
        go_on.set()
        assert [one.result() for one in (*waiting, again)] == [1] * (MOST_WAITING + 1)
    assert answers.get("one more", lambda: 1) == 1
    answers.close()


def test_what_could_not_be_made_is_waited_for_no_more() -> None:
    answers = Answers()
    for _ in range(2 * MOST_WAITING):
        with pytest.raises(ZeroDivisionError):
            answers.get("x", lambda: 1 / 0)
    assert answers.get("x", lambda: 1) == 1
    answers.close()


def test_a_crowd_before_a_new_deal_is_answered_and_stops_nobody_else(
    app: Guard, client: TestClient
) -> None:
    site: Any = app.app.state.site  # type: ignore[attr-defined]
    crowd = 3 * MOST_WAITING
    with ThreadPoolExecutor(crowd) as visitors:
        with site.answers._computing:  # as if something else were being made
            coming = [visitors.submit(client.get, NEW) for _ in range(crowd)]
            until(lambda: site.line.statistics().tasks_waiting == crowd - THREADS)
            for light in ("/style.css", "/static/slider.js", "/company/nissan"):
                assert client.get(light).status_code == 200
        assert {one.result().status_code for one in coming} == {200}


def test_an_office_behind_one_address_is_not_refused() -> None:
    """Each opens a page: its sentence, the whole of it, its curve."""
    rates = Rates(clock=lambda: 0.0)
    assert {rates.wait("203.0.113.5") for _ in range(3 * OFFICE)} == {0.0}


@pytest.mark.parametrize(
    ("asks", "said", "counted"),
    [
        ("127.0.0.1", "203.0.113.5", True),
        ("::1", "203.0.113.5", True),
        ("127.0.0.1", "127.0.0.1, 203.0.113.5", True),
        ("127.0.0.1", None, False),
        ("10.0.0.5", "203.0.113.5", True),
        ("10.1.0.7", "203.0.113.5", True),
        ("10.0.0.6", "203.0.113.5", False),
        ("198.51.100.2", "203.0.113.5", False),
    ],
)
def test_a_visitor_is_counted_by_the_address_that_a_known_proxy_says(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asks: str,
    said: str | None,
    counted: bool,
) -> None:
    """What a visitor or a machine that nobody named says is not believed."""
    told: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda _, **given: told.update(given))
    serve.serve(proxies=("10.0.0.5", "10.1.0.0/16"), keep=tmp_path)
    app = create_app(tmp_path)
    app.rates = Rates(clock=lambda: 0.0)
    for _ in range(MOST_AT_ONCE):
        app.rates.wait("203.0.113.5")
    behind: Any = ProxyHeadersMiddleware(app, told["forwarded_allow_ips"])  # type: ignore[arg-type]
    headers = {} if said is None else {"x-forwarded-for": said}
    answer = TestClient(behind, client=(asks, 50000)).get(
        "/openapi.json", headers=headers
    )
    assert answer.status_code == (429 if counted else 200)
