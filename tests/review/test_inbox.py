"""The inbox: a person decides on claims, and what is accepted becomes a fact."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from keiretsu.bundled_names import bundled_register
from keiretsu.errors import DataError, KeiretsuError, StoreError
from keiretsu.landscape import load_dataset
from keiretsu.landscape.store import Store, open_store
from keiretsu.landscape.store.doctor import examine
from keiretsu.news import Claim, read_article, read_claims
from keiretsu.news.claims.claim import one_of_two
from keiretsu.news.corroboration import Page
from keiretsu.review.inbox import Entry, Inbox, apply, open_journal, read_answers
from keiretsu.review.inbox.facts import statements_of_claim
from keiretsu.review.inbox.identity import claim_key


def claim(kind: str = "stake", number: int = 1, **said: Any) -> Claim:
    names = ("modality", "polarity", "unresolved", "attribution")
    more = {name: said.pop(name) for name in names if name in said}
    return Claim(
        id=f"a-c{number:02d}",
        article="a",
        kind=kind,
        quote=f"the words of claim {number}",
        span=(0, 5),
        normalised=said,
        **more,
    )


def stake(percent: float = 12.0, number: int = 1, **said: Any) -> Claim:
    return claim(
        number=number,
        **{"holder": "geely", "held": "isuzu"} | said | {"percent": percent},
    )


def page(*claims: Claim, **more: Any) -> Page:
    known: dict[str, Any] = {
        "id": "a",
        "day": dt.date(2026, 5, 19),
        "title": "A stake",
        "publisher": "Post",
        "url": "https://post.example/a",
    }
    return Page(claims=claims, **(known | more))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("store") / "facts.db"
    open_store(file).fill()
    return file.read_bytes()


@pytest.fixture
def store(tmp_path: Path, filled: bytes) -> Store:
    file = tmp_path / "facts.db"
    file.write_bytes(filled)
    return open_store(file)


@pytest.fixture
def inbox(tmp_path: Path, store: Store) -> Iterator[Inbox]:
    with open_journal(tmp_path / "review.db") as journal:
        yield Inbox(
            journal=journal, store=store, load=lambda: load_dataset(store), by="Ada"
        )


def held(inbox: Inbox, holder: str, company: str) -> float | None:
    found = inbox.data().landscape("2026-06-01").stake(holder, company)
    return None if found is None else found.share


def test_an_accepted_claim_is_a_fact_with_words_source_and_day(inbox: Inbox) -> None:
    (entry,) = inbox.entries([page(stake())])
    done = inbox.accept(entry)
    assert (done.what, done.by) == ("accepted", "Ada")
    found = inbox.data().landscape("2026-06-01").stake("geely", "isuzu")
    assert found is not None
    assert found.share == 0.12
    assert found.since.text == "2026-05-19"
    assert found.source.title == "A stake (Post, 2026-05-19)"
    assert found.source.address == "https://post.example/a"
    assert found.source.quote == "the words of claim 1"
    assert inbox.data().landscape("2026-05-01").stake("geely", "isuzu") is None


def test_what_is_passed_on_is_sourced_in_part_and_cites_who_says_so(
    inbox: Inbox,
) -> None:
    told = stake(modality="reported", attribution=("anon", "mainichi"))
    inbox.accept(inbox.entries([page(told)])[0])
    found = inbox.data().landscape("2026-06-01").stake("geely", "isuzu")
    assert found is not None
    assert found.source.confidence == "sourced_partial"
    assert found.source.title.endswith("citing mainichi")


def test_decisions_are_kept_when_the_page_is_read_again(inbox: Inbox) -> None:
    one, two = inbox.entries([page(stake(), stake(13, 2))])
    inbox.accept(one)
    inbox.reject(two, "a mistake")
    # read again: other numbers, another place, another certainty, one claim more
    again = page(
        stake(14, 3),
        replace(stake(13, 2), id="a-c07", span=(9, 14), probability=0.7),
        replace(stake(), id="a-c08"),
    )
    told = {e.claim.normalised["percent"]: e.decision for e in inbox.entries([again])}
    assert {p: d.what if d else None for p, d in told.items()} == {
        14: None,
        13: "rejected",
        12: "accepted",
    }
    with pytest.raises(DataError, match="was accepted by Ada"):
        inbox.accept(inbox.entries([again])[2])


def test_undoing_takes_the_fact_back_and_it_may_be_accepted_again(inbox: Inbox) -> None:
    pages = [page(stake())]
    inbox.accept(inbox.entries(pages)[0])
    assert inbox.undo().what == "accepted"
    assert held(inbox, "geely", "isuzu") is None
    (entry,) = inbox.entries(pages)
    assert entry.decision is None
    inbox.accept(entry)
    assert held(inbox, "geely", "isuzu") == 0.12
    inbox.undo()
    assert held(inbox, "geely", "isuzu") is None
    with pytest.raises(DataError, match="no decision of Ada to undo"):
        inbox.undo()


def test_nobody_undoes_what_another_decided(inbox: Inbox) -> None:
    inbox.reject(inbox.entries([page(stake())])[0])
    bob = Inbox(journal=inbox.journal, store=inbox.store, load=inbox.load, by="Bob")
    with pytest.raises(DataError, match="no decision of Bob"):
        bob.undo()


def test_undoing_leaves_what_others_stated(inbox: Inbox, store: Store) -> None:
    entry = inbox.entries([page(stake())])[0]
    stated = statements_of_claim(entry.claim, entry.page, inbox.data().register)
    store.add(stated, by="Bob", origin="command line")
    inbox.accept(entry)
    inbox.undo()
    assert held(inbox, "geely", "isuzu") == 0.12


def test_a_decision_that_was_cut_off_is_made_whole(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry,) = inbox.entries([page(stake())])
    with monkeypatch.context() as patch:

        def cut(*args: Any, **more: Any) -> int:
            raise StoreError("the disk is full")

        patch.setattr(type(inbox.journal), "add", cut)
        with pytest.raises(StoreError):
            inbox.accept(entry)
    assert inbox.entries([page(stake())])[0].decision is None
    inbox.accept(entry)  # the store has the statement already
    assert len(inbox.store.history("stakes", "geely", "isuzu")) == 1
    inbox.undo()
    assert held(inbox, "geely", "isuzu") is None


def test_swapping_correcting_and_choosing_change_what_enters(inbox: Inbox) -> None:
    both = one_of_two(stake(), stake(holder="isuzu", held="geely"))
    (entry,) = inbox.entries([page(both)])
    with pytest.raises(DataError, match="nobody has chosen"):
        inbox.accept(entry)
    with pytest.raises(DataError, match="two readings"):
        inbox.correct(entry, {"percent": "5"})
    chosen = inbox.choose(entry, 2)
    turned = inbox.swap(chosen)
    right = inbox.correct(
        turned, {"percent": "12.5 %", "as_of": "2026-04", "held": "Mazda Motor"}
    )
    inbox.accept(right)
    found = inbox.data().landscape("2026-06-01").stake("geely", "mazda")
    assert found is not None
    assert (found.share, found.since.text) == (0.125, "2026-04")
    assert inbox.entries([page(both)])[0].decision is not None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"owner": "x"}, "no field 'owner'"),
        ({"percent": "a lot"}, "is no number"),
        ({"percent": "inf"}, "is no number"),
        ({"holder": "nobody at all"}, "no company called"),
        ({"action": "eats"}, "'eats'"),
        ({"modality": "sure"}, "'sure'"),
    ],
)
def test_a_correction_that_is_none_is_refused(
    inbox: Inbox, changes: dict[str, str], says: str
) -> None:
    (entry,) = inbox.entries([page(stake())])
    with pytest.raises(DataError, match=says):
        inbox.correct(entry, changes)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        (stake(modality="plan"), "it is plan, and no fact"),
        (stake(modality="hedged"), "no fact"),
        (stake(modality="denied"), "no fact"),
        (stake(polarity="-"), "it is not so"),
        (stake(action="acquires"), "changes hands"),
        (stake(held=None), "held is open"),
        (claim(holder="geely", held="isuzu"), "how much is open"),
        (claim("quote", speaker="akio_toyoda", text="Yes"), "no table for a quote"),
        (claim("legal", concern="recall", parties=("bmw",)), "no table for a legal"),
        (claim("deal", parties=("geely", "isuzu")), "its status is open"),
        (
            claim(
                "role",
                person="akio_toyoda",
                company="toyota",
                title="chairman",
                status="former",
            ),
            "who is in a role",
        ),
        (
            claim("sales", company="bmw", metric="orders", value=1e6, period="2025"),
            "world sales of groups",
        ),
        (
            claim("plan_target", company="bmw", metric="free_cash_flow", value=1.0),
            "no metric for it",
        ),
    ],
)
def test_what_states_no_fact_does_not_enter(wanted: Claim, says: str) -> None:
    with pytest.raises(DataError, match=says):
        statements_of_claim(wanted, page(), bundled_register())


def test_what_is_refused_leaves_no_decision(inbox: Inbox) -> None:
    (entry,) = inbox.entries([page(stake(modality="plan"))])
    with pytest.raises(DataError, match="no fact"):
        inbox.accept(entry)
    assert inbox.journal.standing() == ()


def test_a_page_without_a_day_needs_one(inbox: Inbox) -> None:
    (entry,) = inbox.entries([page(stake(), day=None)])
    with pytest.raises(DataError, match="neither the claim nor its page has a day"):
        inbox.accept(entry)
    inbox.accept(inbox.correct(entry, {"as_of": "2026-05"}))
    assert held(inbox, "geely", "isuzu") == 0.12


@pytest.mark.parametrize(
    ("wanted", "kind", "fields"),
    [
        (
            stake(12, op="gt"),
            "stakes",
            {"percent_min": "12"},
        ),
        (stake(12, op="le"), "stakes", {"percent_max": "12"}),
        (
            stake(12, percent_min=8.0),
            "stakes",
            {"percent_min": "8", "percent_max": "12"},
        ),
        (stake(12, stake_kind="voting"), "stakes", {"votes_percent": "12"}),
        (
            claim(
                "deal",
                parties=("geely", "isuzu"),
                deal_type="merger",
                status="in_talks",
            ),
            "events",
            {"kind": "merger", "status": "talks", "parties": "geely;isuzu"},
        ),
        (
            claim("deal", parties=("geely", "isuzu"), status="agreed", polarity="-"),
            "events",
            {"status": "terminated", "kind": "talks"},
        ),
        (
            claim("role", person="akio_toyoda", company="toyota", title="ceo"),
            "people",
            {"role": "chief executive", "since": "2026-05-19"},
        ),
        (
            claim("sales", company="bmw", metric="sales", value=2.45e6, period="2025"),
            "group_sales",
            {"units_million": "2.45", "period": "2025"},
        ),
        (
            claim("plan_target", company="bmw", metric="jobs_cut", value=5000.0),
            "plans",
            {"metric": "jobs cut", "target": "5000", "unit": "jobs"},
        ),
    ],
)
def test_each_kind_enters_its_table(
    wanted: Claim, kind: str, fields: dict[str, str]
) -> None:
    (found,) = statements_of_claim(wanted, page(), bundled_register())
    assert found.kind == kind
    assert dict(found.fields).items() >= fields.items()


def test_the_store_is_sound_after_every_kind(inbox: Inbox) -> None:
    told = page(
        stake(op="gt"),
        claim("deal", 2, parties=("geely", "isuzu"), status="agreed"),
        claim("role", 3, person="akio_toyoda", company="toyota", title="ceo"),
        claim("sales", 4, company="bmw", metric="sales", value=2e6, period="2025"),
        claim("plan_target", 5, company="bmw", metric="jobs_cut", value=5000.0),
    )
    for entry in inbox.entries([told]):
        inbox.accept(entry)
    assert all(finding.is_sound for finding in examine(inbox.store.place))


def test_an_unknown_name_may_be_a_known_company(inbox: Inbox) -> None:
    told = page(stake(holder="geeley"), stake(13, 2, holder="geeley", held="mazda"))
    one, two = inbox.entries([told])
    assert inbox.unknown(one)["geeley"][0] == "geely"
    with pytest.raises(DataError, match="geeley"):
        inbox.accept(one)
    inbox.same("geeley", "Geely", told)
    one, two = inbox.entries([told])
    assert {one.claim.normalised["holder"], two.claim.normalised["holder"]} == {"geely"}
    inbox.accept(one)
    assert held(inbox, "geely", "isuzu") == 0.12
    assert inbox.data().register.find("Geeley") == "geely"
    inbox.undo()
    inbox.undo()
    assert inbox.entries([told])[0].claim.normalised["holder"] == "geeley"
    assert inbox.data().register.find("Geeley") is None


def test_an_unknown_name_may_be_a_new_company(inbox: Inbox) -> None:
    told = page(stake(holder="acme_motor"))
    inbox.new_company("acme_motor", told, called="Acme Motor Ltd")
    inbox.accept(inbox.entries([told])[0])
    assert held(inbox, "acme_motor", "isuzu") == 0.12
    assert inbox.data().companies["acme_motor"].name == "Acme Motor Ltd"
    with pytest.raises(DataError, match="that the facts know"):
        inbox.same("acme_motor", "bmw", told)


def test_facts_stand_beside_each_reading(inbox: Inbox) -> None:
    text = "Toyota owns 20% of Subaru and makes cars with it."
    article = read_article(text=text, date="2025-05-19")
    (entry,) = inbox.entries([Page.of(article, read_claims(article))])
    (found,) = inbox.beside_facts(entry)
    assert found.verdict == "agrees"
    both = one_of_two(stake(), stake(holder="isuzu", held="geely"))
    assert len(inbox.beside_facts(inbox.entries([page(both)])[0])) == 2


def answers(*lines: dict[str, Any]) -> Any:
    return read_answers("\n".join(map(json.dumps, lines)), "d.jsonl")


def test_a_file_decides_where_nobody_can_be_asked(inbox: Inbox) -> None:
    both = one_of_two(stake(9, 4), stake(9, 4, holder="isuzu", held="geely"))
    told = [
        page(
            stake(),
            stake(13, 2, holder="isuzu", held="bmw"),
            stake(14, 3),
            both,
            stake(15, 5, holder="geeley", held="hino"),
        )
    ]
    keys = [entry.key for entry in inbox.entries(told)]
    done = list(
        apply(
            inbox,
            told,
            answers(
                {"claim": keys[0][:8], "do": "accept"},
                {"claim": keys[1], "do": "swap", "set": {"percent": "13.5"}},
                {"claim": keys[2], "do": "reject", "because": "old"},
                {"claim": keys[3], "do": "accept", "reading": 2},
                {"claim": keys[4], "do": "same", "name": "geeley", "company": "geely"},
                {"claim": keys[4], "do": "accept"},
            ),
        )
    )
    assert [one.what for _, one in done] == [
        *("accepted", "accepted", "rejected", "accepted", "named", "accepted"),
    ]
    assert held(inbox, "geely", "isuzu") == 0.12
    assert held(inbox, "bmw", "isuzu") == 0.135
    assert held(inbox, "isuzu", "geely") == 0.09
    assert held(inbox, "geely", "hino") == 0.15


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("accept it", "line 1 is no JSON"),
        ("[1]", "does not say what to do"),
        ('{"claim": "abcdef", "do": "eat"}', "does not say what to do"),
        ('{"claim": "ab", "do": "accept"}', "names no claim"),
        ('{"claim": "abcdefgh", "do": "accept"}', "no claim of these pages begins"),
        ('{"claim": "KEY", "do": "accept", "set": [1]}', "set holds no fields"),
        ('{"claim": "KEY", "do": "accept", "reading": true}', "is no number"),
        ('{"claim": "KEY", "do": "accept", "reading": 7}', "no reading 7"),
        ('{"claim": "KEY", "do": "same", "name": "x"}', "it says no company"),
        ('{"claim": "KEY", "do": "new", "name": "x y"}', "x y"),
        ("[" * 100_000, "line 1"),
    ],
)
def test_a_line_that_is_no_decision_is_told(inbox: Inbox, line: str, says: str) -> None:
    told = [page(stake())]
    (entry,) = inbox.entries(told)
    with pytest.raises(DataError, match=says):
        list(
            apply(inbox, told, read_answers(line.replace("KEY", entry.key), "d.jsonl"))
        )
    assert inbox.journal.standing() == ()


def test_two_people_do_not_decide_one_claim_twice(inbox: Inbox, tmp_path: Path) -> None:
    (entry,) = inbox.entries([page(stake())])
    with open_journal(tmp_path / "review.db") as other:
        other.add(entry.key, "rejected", {"claim": {}}, by="Bob")
    with pytest.raises(DataError, match="rejected by Bob"):
        inbox.accept(entry)
    with pytest.raises(StoreError, match="somebody else"):
        inbox.journal.add(entry.key, "rejected", {}, by="Ada")


def test_a_file_that_is_no_journal_is_refused(tmp_path: Path, store: Store) -> None:
    assert store.place.file is not None
    for bad in (store.place.file, tmp_path / "text.db", tmp_path):
        if bad.name == "text.db":
            bad.write_text("not a database at all, but long enough to be read" * 9)
        with pytest.raises(KeiretsuError), open_journal(bad):
            pass


@pytest.mark.parametrize(
    "change",
    [
        "data = '{'",
        "data = '[1]'",
        "data = '{}'",
        "data = json_set(data, '$.statements', json('[\"x\"]'))",
        "what = 'eaten'",
        "data = x'ff'",
    ],
)
def test_a_damaged_decision_is_told(inbox: Inbox, change: str) -> None:
    inbox.accept(inbox.entries([page(stake())])[0])
    inbox.journal.connection.execute(f"update decisions set {change}")
    with pytest.raises(StoreError, match="the file of decisions"):
        inbox.entries([page(stake())])
    with pytest.raises(StoreError, match="the file of decisions"):
        inbox.undo()


def test_a_key_does_not_hang_on_the_number_of_a_claim() -> None:
    one = claim_key(page(), stake())
    assert one == claim_key(page(id="b", title="B"), replace(stake(), id="z"))
    assert one != claim_key(page(url="https://post.example/b"), stake())
    assert one != claim_key(page(), stake(13))
    assert one != claim_key(page(), replace(stake(), quote="other words"))
    bare = {"url": None, "opening": "Geely said"}
    assert claim_key(page(**bare), stake()) == claim_key(page(**bare, id="b"), stake())
    assert claim_key(page(**bare), stake()) != claim_key(
        page(**bare | {"opening": "BMW said"}), stake()
    )


def test_an_entry_is_plain_data(inbox: Inbox) -> None:
    (entry,) = inbox.entries([page(stake())])
    assert isinstance(entry, Entry)
    plain = json.loads(json.dumps(entry.to_dict()))
    assert plain["decision"] is None
    inbox.reject(entry)
    assert inbox.entries([page(stake())])[0].to_dict()["decision"] == "rejected"
