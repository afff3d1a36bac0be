"""A real browser, where one is installed, and one server for all that it looks at."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.places import PLACES, QUICK, STUDY

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no browser is installed; looked for {', '.join(NAMES)}")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("uvicorn")
    from tests.web.test_watching import a_file

    folder = tmp_path_factory.mktemp("watched")
    watched = folder / "watch.db"
    a_file(watched)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("serve") / "log"
    with log.open("wb") as out:
        running = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "keiretsu",
                "serve",
                "--port",
                str(port),
                "--watch",
                str(watched),
                "--inbox",
                "--journal",
                str(folder / "review.db"),
                "--store",
                str(folder / "facts.db"),
            ],
            stdout=out,
            stderr=out,
            env=os.environ,
        )
    address = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/openapi.json", timeout=1)
            break
        except OSError:
            time.sleep(0.2)
    else:
        running.kill()
        pytest.fail(f"the server did not answer: {log.read_text()}")
    yield address
    running.terminate()
    assert running.wait(20) in {0, -15, 143, 130}
    assert "Traceback" not in log.read_text()


@pytest.fixture(scope="session")
def curve(server: str) -> dict[str, Any]:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(
                f"{server}/curve/toyota~nissan.json?{QUICK}"
            ) as answer:
                found: dict[str, Any] = json.load(answer)
            if found["whole"]:
                return found
        except urllib.error.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError("the curve did not come")


@pytest.fixture(scope="session")
def lab(server: str) -> str:
    """The address of a table that was sent."""
    form = urllib.request.urlopen(f"{server}/lab?example=1").read().decode()
    token = re.search(r'name="token" value="([^"]+)"', form)
    assert token is not None
    table = Path(__file__).parents[2] / "examples" / "six-makers.csv"
    sent = {"token": token[1], "text": table.read_text(encoding="utf-8")}
    asked = urllib.request.Request(
        f"{server}/lab", urllib.parse.urlencode(sent).encode(), {"Origin": server}
    )
    found: str = urllib.request.urlopen(asked).geturl()
    return found.removeprefix(server)


@pytest.fixture(scope="session")
def claims(server: str) -> tuple[str, ...]:
    """The addresses of a claim that waits: as it was read, and swapped."""
    with urllib.request.urlopen(f"{server}/inbox.json?since=2026-10-01") as answer:
        key = json.load(answer)["claims"][0]["key"]
    place = f"/inbox/{key}?since=2026-10-01"
    return place, f"{place}&swap=1"


@pytest.fixture(scope="session")
def addresses(
    server: str, curve: dict[str, Any], lab: str, claims: tuple[str, ...]
) -> tuple[str, ...]:
    """Every kind of page, with what it computes already there."""
    deal = f"{STUDY}&first=Northwind&second=Harbour&on=2025-06-01"
    found = (*PLACES, *claims, lab, f"{lab}/demand?{STUDY}", f"{lab}/deal?{deal}")
    for address in found:
        for _ in range(300):
            try:
                with urllib.request.urlopen(server + address) as answer:
                    if not answer.headers["refresh"]:
                        break
            except urllib.error.HTTPError:
                break
            time.sleep(0.2)
    return found
