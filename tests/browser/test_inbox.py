"""The inbox in a real browser on a phone, without script: decide, correct, undo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

axe_core = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.browser

INBOX = "/inbox?since=2026-10-01"


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": 343, "height": 800}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def waiting(page: Any) -> int:
    return int(page.locator("h1").inner_text().split()[0])


def key_of(page: Any, server: str) -> str:
    """Return the claim that is watched for; other tests may have pasted articles."""
    told = page.request.get(server + INBOX.replace("?", ".json?")).json()["claims"]
    found = [one for one in told if "holds 20 % of Subaru" in str(one)]
    return str(found[0]["key"])


def test_a_claim_is_rejected_and_waits_again_when_undone(
    phone: Any, server: str
) -> None:
    phone.goto(server + INBOX)
    before = waiting(phone)
    phone.get_by_role("button", name="Reject").first.click()
    assert phone.url == server + INBOX
    assert waiting(phone) == before - 1
    phone.get_by_role("button", name="Undo it").click()
    assert waiting(phone) == before
    assert phone.get_by_role("button", name="Undo it").count() == 0


def test_a_claim_is_swapped_corrected_refused_accepted_and_undone(
    phone: Any, server: str
) -> None:
    phone.goto(server + INBOX)
    before = waiting(phone)
    phone.goto(f"{server}/inbox/{key_of(phone, server)}?since=2026-10-01")
    phone.get_by_role("link", name="Swap holder and held").first.click()
    assert "Subaru holds 20" in phone.locator("h1").inner_text()
    phone.get_by_label("percent", exact=True).fill("a fifth")
    phone.get_by_role("button", name="Accept as swapped").click()
    assert "is no number" in phone.get_by_role("alert").inner_text()
    assert phone.get_by_label("percent", exact=True).input_value() == "a fifth"
    phone.get_by_label("percent", exact=True).fill("0.5")
    phone.get_by_label("as of", exact=True).fill("2026-11-01")
    phone.get_by_role("button", name="Accept as swapped").click()
    assert waiting(phone) == before - 1
    assert "Subaru holds 0.5" in phone.locator("form.confirm").inner_text()
    phone.get_by_role("button", name="Undo it").click()
    assert waiting(phone) == before


CARD = 165
"""Pixels of height at which twenty claims take fewer than five screens of a phone."""


def test_a_claim_is_a_small_card_that_unfolds_by_keyboard(
    phone: Any, server: str
) -> None:
    phone.goto(server + INBOX)
    cards = phone.locator("section.waits")
    heights = [one.bounding_box()["height"] for one in cards.all()]
    assert heights
    assert max(heights) < CARD
    first = cards.first
    assert not first.locator("blockquote").is_visible()
    first.locator("summary").focus()
    phone.keyboard.press("Enter")
    assert first.locator("blockquote").is_visible()
    assert "beside the facts of" in first.inner_text()


def test_keys_go_from_claim_to_claim_and_decide(browser: Any, server: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(server + INBOX)
    before = waiting(page)
    titles = page.locator("section.waits h2").all_inner_texts()

    def focused() -> str:
        title = "document.activeElement.querySelector('h2').innerText"
        return str(page.evaluate(title))

    page.keyboard.press("k")
    assert focused() == titles[0]
    page.keyboard.press("j")
    assert focused() == titles[1]
    with page.expect_navigation():
        page.keyboard.press("r")
    assert waiting(page) == before - 1
    assert titles[1] in page.locator("form.confirm").inner_text()
    with page.expect_navigation():
        page.keyboard.press("u")
    assert waiting(page) == before
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_url("**/inbox/*")
    page.get_by_label("Why (may be empty)").press_sequentially("a jury erred")
    assert page.get_by_label("Why (may be empty)").input_value() == "a jury erred"
    context.close()


def test_axe_finds_nothing_where_something_was_refused(
    browser: Any, server: str
) -> None:
    context = browser.new_context(
        viewport={"width": 343, "height": 800}, bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{server}/inbox/{key_of(page, server)}?since=2026-10-01")
    page.get_by_label("percent", exact=True).fill("a fifth")
    page.get_by_role("button", name="Accept").click()
    assert page.get_by_role("alert").count() == 1
    told = axe_core.Axe().run(page).response["violations"]
    assert [one["id"] for one in told] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 343
    context.close()
