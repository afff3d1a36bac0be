"""`/inbox`: a person decides on claims, with forms and without script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient
from tests.web.test_hostile import OURS, SCRIPT
from tests.web.test_pages import Links
from tests.web.test_watching import FEED, NOW

from keiretsu.landscape import load_dataset
from keiretsu.landscape.store import Store, open_store
from keiretsu.news import Claim
from keiretsu.news.claims.claim import one_of_two
from keiretsu.news.watch.records import Done, New
from keiretsu.news.watch.store import open_watch
from keiretsu.review.inbox import open_journal
from keiretsu.web.app import create_app
from keiretsu.web.inbox import Desk
from keiretsu.web.pages.inbox import MOST_WAITING
from keiretsu.web.site import Site
from keiretsu.web.tokens import Tokens

SINCE = "since=2026-10-01"


def stake(number: int = 1, quote: str = "", **said: Any) -> Claim:
    fields = {"holder": "geely", "held": "isuzu", "percent": 12.0} | said
    return Claim(
        id=f"a-c{number:02d}",
        article="a",
        kind="stake",
        quote=quote or f"the words of claim {number}",
        span=(0, 5),
        normalised={k: v for k, v in fields.items() if v is not None},
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("store") / "facts.db"
    open_store(file).fill()
    return file.read_bytes()


def opened(folder: Path, *claims: Claim, **known: str) -> TestClient:
    """Return pages on which claims of one watched article wait."""
    done = Done(
        title=known.get("title", "A stake"),
        publisher=known.get("publisher", "Post"),
        date="2026-11-01",
        day="2026-11-01",
        claims=[c.to_dict() | {"sentence": c.sentence} for c in claims],
    )
    with open_watch(folder / "watch.db", make=True) as watched:
        watched.add(FEED, "feed", private=False, now=NOW)
        (source,) = watched.sources()
        new = New(key="a", url=known.get("url", "https://post.example/a"))
        assert watched.add_read(source, new, done, now=NOW)
    places = {"journal": folder / "review.db", "store": folder / "facts.db"}
    desk = Desk(by="Ada", **{name: str(place) for name, place in places.items()})
    (folder / "articles").mkdir()
    app = create_app(folder / "articles", watched=folder / "watch.db", desk=desk)
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def store(tmp_path: Path, filled: bytes) -> Store:
    file = tmp_path / "facts.db"
    file.write_bytes(filled)
    return open_store(file)


Watching = Callable[..., TestClient]


@pytest.fixture
def watching(tmp_path: Path, store: Store) -> Watching:
    return partial(opened, tmp_path)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory, filled: bytes) -> TestClient:
    """Return pages on which one claim waits, for tests in which none is decided."""
    folder = tmp_path_factory.mktemp("still")
    (folder / "facts.db").write_bytes(filled)
    return opened(folder, stake())


@pytest.fixture
def client(still: TestClient) -> Iterator[TestClient]:
    yield still
    assert len(waiting(still)) == 1
    desk = site_of(still).desk
    assert desk is not None
    with open_journal(Path(desk.journal)) as journal:
        assert journal.standing() == ()


def site_of(client: TestClient) -> Site:
    found: Site = client.app.app.state.site  # type: ignore[attr-defined]
    return found


def waiting(client: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/inbox.json?{SINCE}").json()["claims"]
    return found


def send(client: TestClient, do: str, **fields: str) -> Any:
    """Send a form for the first claim that waits."""
    sent = {"since": "2026-10-01", "do": do, "token": site_of(client).tokens.new()}
    if rest := waiting(client):
        sent["key"] = rest[0]["key"]
    return client.post("/inbox", data=sent | fields, headers=OURS)


def went_back(answer: Any) -> bool:
    return (answer.status_code, answer.headers.get("location")) == (
        303,
        f"/inbox?{SINCE}",
    )


def share(store: Store, holder: str, held: str) -> float | None:
    found = load_dataset(store).landscape("2026-11-20").stake(holder, held)
    return None if found is None else found.share


def test_a_claim_stands_beside_its_words_its_source_and_the_facts(
    client: TestClient,
) -> None:
    page = client.get(f"/inbox?{SINCE}").text.replace("\xa0", " ")
    assert "1 claim waits for a person" in page
    for words in ("Geely holds 12 % of Isuzu", "the words of claim 1", "new</strong>"):
        assert words in page, words
    assert 'href="https://post.example/a"' in page
    assert "beside the facts of 2026-11-01" in page


def test_accepted_it_is_a_fact_and_undone_it_waits_again(
    watching: Watching, store: Store
) -> None:
    client = watching(stake())
    assert share(store, "geely", "isuzu") is None
    assert went_back(send(client, "accept"))
    assert share(store, "geely", "isuzu") == pytest.approx(0.12)
    page = client.get(f"/inbox?{SINCE}").text
    assert "No claim waits" in page
    number = re.search(r'name="number" value="(\d+)"', page)
    assert number is not None
    assert went_back(send(client, "undo", number=number[1]))
    assert share(store, "geely", "isuzu") is None
    assert len(waiting(client)) == 1
    again = send(client, "undo", number=number[1])  # sent twice
    assert again.status_code == 400
    assert "meanwhile" in again.text


def test_rejected_it_is_gone_with_its_reason(watching: Watching, store: Store) -> None:
    client = watching(stake())
    assert went_back(send(client, "reject", because="an old figure"))
    assert waiting(client) == []
    assert "an old figure" in client.get(f"/inbox?{SINCE}").text
    assert share(store, "geely", "isuzu") is None


def test_swapped_it_is_shown_first_and_then_accepted(
    watching: Watching, store: Store
) -> None:
    client = watching(stake())
    (entry,) = waiting(client)
    shown = client.get(f"/inbox/{entry['key']}?{SINCE}&swap=1").text
    assert "Isuzu holds 12" in shown
    assert 'value="swap">Accept as swapped' in shown
    assert len(waiting(client)) == 1  # nothing is decided by looking
    assert went_back(send(client, "swap"))
    assert share(store, "isuzu", "geely") == pytest.approx(0.12)
    assert share(store, "geely", "isuzu") is None


@pytest.mark.parametrize(("reading", "percent"), [("1", 0.12), ("2", 0.15)])
def test_one_of_two_readings_is_taken(
    watching: Watching, store: Store, reading: str, percent: float
) -> None:
    client = watching(one_of_two(stake(), stake(percent=15.0)))
    (entry,) = waiting(client)
    page = client.get(f"/inbox?{SINCE}").text
    assert "Take reading 2" in page
    assert 'value="accept"' not in page
    assert "Swap" not in page
    assert "nobody has chosen" in send(client, "accept").text
    shown = client.get(f"/inbox/{entry['key']}?{SINCE}&reading={reading}").text
    assert f'name="reading" value="{reading}"' in shown
    assert f'reading={reading}&amp;swap=1">Swap' in shown
    turned = f"/inbox/{entry['key']}?{SINCE}&reading={reading}&swap=1"
    assert f"Isuzu holds {100 * percent:.0f}" in client.get(turned).text
    assert went_back(send(client, "accept", reading=reading))
    assert share(store, "geely", "isuzu") == pytest.approx(percent)


def test_a_field_is_corrected_and_what_is_unchanged_is_not_sent(
    watching: Watching, store: Store
) -> None:
    client = watching(stake())
    (entry,) = waiting(client)
    shown = client.get(f"/inbox/{entry['key']}?{SINCE}").text
    fields = dict(re.findall(r'name="(set\.\w+)" value="([^"]*)"', shown))
    assert fields["set.percent"] == "12"
    fields |= {"set.percent": "12.5 %", "set.held": "Isuzu", "set.action": "holds"}
    assert went_back(send(client, "accept", **fields))
    assert share(store, "geely", "isuzu") == pytest.approx(0.125)
    with open_journal(Path(site_of(client).desk.journal)) as journal:  # type: ignore[union-attr]
        (decision,) = journal.standing()
    assert decision.data["claim"]["normalised"] == {
        "holder": "geely",
        "held": "isuzu",
        "percent": 12.5,
        "action": "holds",
    }


def test_a_company_that_the_facts_do_not_know_is_named(
    watching: Watching, store: Store
) -> None:
    client = watching(stake(holder="geely_auto_works"))
    (entry,) = waiting(client)
    refused = send(client, "accept")
    assert refused.status_code == 400
    assert "Who is geely_auto_works?" in refused.text
    done = send(client, "same", name="geely_auto_works", company="geely")
    assert done.status_code == 303
    assert urlsplit(done.headers["location"]).path == f"/inbox/{entry['key']}"
    assert went_back(send(client, "accept"))
    assert share(store, "geely", "isuzu") == pytest.approx(0.12)


def test_a_company_of_its_own_enters_the_store(
    watching: Watching, store: Store
) -> None:
    client = watching(stake(holder="northwind"))
    sent = {"name": "northwind", "called": "Northwind Motor"}
    assert send(client, "new", **sent).status_code == 303
    assert went_back(send(client, "accept"))
    assert share(store, "northwind", "isuzu") == pytest.approx(0.12)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"set.percent": "lots"}, "is no number"),
        ({"set.percent": "-5"}, "-5"),
        ({"set.holder": "nobody at all"}, "nobody at all"),
        ({"set.percent": ""}, "how much is open"),
        ({"set.modality": "sure"}, "modality"),
        ({"reading": "2"}, "no reading 2"),
        ({"reading": "x"}, "no number"),
    ],
)
def test_what_cannot_be_is_told_with_what_was_typed(
    client: TestClient, fields: dict[str, str], told: str
) -> None:
    answer = send(client, "accept", **fields)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert told in answer.text
    for name, value in fields.items():
        if name.startswith("set.") and "modality" not in name:
            assert re.search(rf'name="{name}" value="{value}"', answer.text)


@pytest.mark.parametrize("do", ["accept", "reject", "swap", "same", "new", "undo"])
def test_without_our_token_nothing_is_decided(client: TestClient, do: str) -> None:
    for token in ("", "x", "1.2.3", Tokens(b"theirs").new()):
        assert send(client, do, token=token).status_code == 403


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
def test_another_site_decides_nothing(client: TestClient, origin: str | None) -> None:
    sent = {"token": site_of(client).tokens.new(), "do": "reject"}
    sent |= {"since": "2026-10-01", "key": waiting(client)[0]["key"]}
    headers = {} if origin is None else {"origin": origin}
    assert client.post("/inbox", data=sent, headers=headers).status_code == 403
    evil = {"host": "evil.example"}
    assert client.get(f"/inbox?{SINCE}", headers=evil).status_code == 421


@pytest.mark.parametrize(
    ("do", "fields"),
    [("", {}), ("delete", {}), ("accept", {"key": "f" * 40}), ("reject", {"key": ""}),
     ("undo", {}), ("undo", {"number": "x"}), ("accept", {"since": "soon"})],
)  # fmt: skip
def test_a_form_that_is_none_of_ours_is_refused(
    client: TestClient, do: str, fields: dict[str, str]
) -> None:
    assert send(client, do, **fields).status_code == 400


def test_words_of_strangers_stay_text(watching: Watching) -> None:
    named: dict[str, Any] = {"holder": SCRIPT, "amount": SCRIPT}
    client = watching(
        stake(quote=f"{SCRIPT}\u202e", **named),
        title=SCRIPT,
        publisher=SCRIPT,
        url="javascript:alert(1)",
    )
    (entry,) = waiting(client)
    pages = [
        client.get(f"/inbox?{SINCE}"),
        client.get(f"/inbox/{entry['key']}?{SINCE}"),
        client.get(f"/inbox/{entry['key']}?{SINCE}&swap=1"),
        send(client, "accept", **{"set.percent": SCRIPT, "because": SCRIPT}),
        send(client, "same", name=SCRIPT, company=SCRIPT),
    ]
    assert went_back(send(client, "reject", because=SCRIPT))
    pages.append(client.get(f"/inbox?{SINCE}"))
    for page in pages:
        assert "&lt;script&gt;alert" in page.text
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "\u202e" not in page.text
        found = Links(page.text)
        assert found.handlers == []
        assert not [one for one in found.links if one.startswith("javascript")]


def test_a_pasted_article_waits_and_can_be_accepted(
    watching: Watching, store: Store
) -> None:
    client = watching()
    site_of(client).articles.keep(
        "Geely owns 12% of Isuzu and makes cars.", "2026-11-02"
    )
    page = client.get(f"/inbox?{SINCE}").text
    assert "Geely holds 12" in page
    assert went_back(send(client, "accept"))
    assert share(store, "geely", "isuzu") == pytest.approx(0.12)


def test_many_claims_are_on_several_pages(watching: Watching) -> None:
    many = [stake(n, percent=float(n)) for n in range(1, MOST_WAITING + 4)]
    client = watching(*many)
    page = client.get(f"/inbox?{SINCE}").text
    assert page.count('value="reject"') == MOST_WAITING
    assert "The next 3" in page
    rest = client.get(f"/inbox?{SINCE}&skip={MOST_WAITING}").text
    assert rest.count('value="reject"') == 3


def test_a_place_that_is_none_is_told(client: TestClient) -> None:
    for query in (f"?{SINCE}&skip=-1", "?since=soon", f"/{'a' * 40}", ".csv"):
        assert client.get(f"/inbox{query}").status_code == 400
    key = waiting(client)[0]["key"]
    for query in ("reading=9", "reading=x"):
        page = client.get(f"/inbox/{key}?{SINCE}&{query}")
        assert page.status_code == 400
        assert 'role="alert"' in page.text


def test_it_is_there_only_where_the_server_was_told_to(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path)) as plain:
        assert 'href="/inbox"' not in plain.get("/read").text
        for address in ("/inbox", "/inbox.json", f"/inbox/{'a' * 40}"):
            assert plain.get(address).status_code == 400
        token = site_of(plain).tokens.new()
        sent = {"token": token, "do": "undo", "number": "1"}
        assert plain.post("/inbox", data=sent, headers=OURS).status_code == 400


def test_every_page_leads_to_it_where_it_is_on(client: TestClient) -> None:
    assert 'href="/inbox"' in client.get("/read").text
