"""Where a store lies is told without the password of its address, in every form."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Call

from keiretsu.errors import KeiretsuError, StoreError
from keiretsu.landscape.store import open_store, place

SECRET = "s3cret"
ADDRESSES = (
    "postgresql://u:s3cret@nohost.invalid/d",
    "postgres://u:s3cret@nohost.invalid/d",
    "POSTGRESQL://u:s3cret@nohost.invalid:5433/d",
    "postgresql+psycopg://u:s3cret@nohost.invalid/d",
    "postgresql://nohost.invalid/d?user=u&password=s3cret",
    "postgresql:///d?host=nohost.invalid&password=s3cret&password=s3cret2",
    "postgresql://u:s%33cret@nohost.invalid/d",
    "postgresql://nohost.invalid/d?pass%77ord=s%33cret",
    "postgresql://nohost.invalid/d?sslkey=k&sslpassword=s3cret",
    "postgresql://u:s3@cret:s3cret@nohost.invalid/d",
    "postgresql://u:p@s3cret@nohost.invalid/d",
    "postgresql://nohost.invalid/host%3Dh%20password%3Ds3cret",
    "postgresql://nohost.invalid/d%3Fpassword=s3cret",
    "postgresql:///d?service=none&passfile=/s3cret/pgpass",
    "postgresql://u:s3cret/x@nohost.invalid/d",
    "mysql://u:s3cret@nohost.invalid/d",
    "postgresql:/u:s3cret@nohost.invalid/d",
    "//u:s3cret@nohost.invalid/d",
    "u:s3cret@nohost.invalid/d",
    "host=nohost.invalid dbname=d password=s3cret",
    "host=nohost.invalid PASSWORD = s3cret",
    "dbname=d passwd=s3cret",
    "://u:s3cret@nohost.invalid/d",
)


def said_of(address: str) -> str:
    """All that the library says of a store at an address."""
    try:
        store = open_store(address)
    except KeiretsuError as error:
        return f"{error!r} {error}"
    return f"{store.place} {store.place!r} {store!r} {store}"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_password_is_never_shown(
    address: str, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SECRET not in said_of(address)
    for words in (("landscape", "show"), ("doctor", "--json"), ("init",)):
        done = call(*words, "--store", address)
        assert done.exit_code == 1, done.output
        assert SECRET not in done.output
        assert not isinstance(done.exception, StoreError)
    monkeypatch.setenv("KEIRETSU_STORE", address)
    assert SECRET not in call("landscape", "company", "toyota").output


@pytest.mark.parametrize("address", ADDRESSES[:4] + ADDRESSES[13:15])
@pytest.mark.parametrize(
    "words",
    ["version", "init", "doctor", "landscape show", "market check", "news read"],
)
def test_a_password_in_the_wrong_place_is_not_shown(
    address: str, words: str, call: Call
) -> None:
    done = call(*words.split(), address)
    assert done.exit_code in (1, 2)
    assert "s3" not in done.output.replace("\n", "")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://me:secret@host/base", "postgresql://host/base"),
        ("postgres://me@host:5433/base", "postgresql://host:5433/base"),
        ("postgresql:///base?host=/run/pg&port=6", "postgresql:///run/pg:6/base"),
        ("postgresql://?service=facts", "postgresql:///?service=facts"),
        ("postgresql://[::1]/base", "postgresql://::1/base"),
    ],
)
def test_host_and_database_are_shown(address: str, shown: str) -> None:
    assert str(place(address)) == shown


@pytest.mark.parametrize(
    "name", ["x" * 5_000, "/".join(["x" * 200] * 30), "~nosuchuser/facts.db", "a\0b"]
)
def test_a_path_that_cannot_be_is_one_line(name: str, call: Call) -> None:
    with pytest.raises(StoreError) as caught:
        place(name)
    assert len(str(caught.value)) < 500
    for words in (("landscape", "show"), ("doctor",), ("init",)):
        done = call(*words, "--store", name)
        assert done.exit_code == 1
        assert done.stderr.startswith("error: the store ")


def test_files_with_odd_names_are_files(tmp_path: Path) -> None:
    for name in ("a@b.db", "50%.db", "a b?c#d.db", "caf\udce9.db", "mode=ro&x.db"):
        file = tmp_path / name
        open_store(file).fill()
        assert file.is_file()
        assert open_store(str(file)).statements()[0].number == 1
