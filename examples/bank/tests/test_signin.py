import sqlite3
from pathlib import Path

import pytest

from bank.refusals import Gone, NotFound, NotSignedIn
from bank.signin import end_session, find_session, invite, make_link, request_link, use_link


def test_a_link_works_once(db: sqlite3.Connection) -> None:
    link = make_link(db, "alice", 60)
    assert find_session(db, use_link(db, link).secret).customer == "alice"
    with pytest.raises(Gone, match="used"):
        use_link(db, link)


def test_an_old_link_has_expired(db: sqlite3.Connection) -> None:
    with pytest.raises(Gone, match="expired"):
        use_link(db, make_link(db, "alice", -1))


def test_a_made_up_link_is_not_known(db: sqlite3.Connection) -> None:
    with pytest.raises(NotFound):
        use_link(db, "made-up")


def test_a_stranger_gets_the_same_answer_and_no_mail(db: sqlite3.Connection, home: Path) -> None:
    stranger = request_link(db, "mallory", "http://bank")
    assert stranger.replace("mallory", "alice") == request_link(db, "alice", "http://bank")
    assert [path.name.split("-", 3)[3] for path in (home / "outbox").iterdir()] == ["alice-sign-in.txt"]


def test_an_invitation_holds_the_link(db: sqlite3.Connection, home: Path) -> None:
    invite(db, "alice")
    (mail,) = (home / "outbox").iterdir()
    use_link(db, mail.read_text().split("/sign-in/")[1].strip())


def test_a_session_ends(db: sqlite3.Connection) -> None:
    session = use_link(db, make_link(db, "alice", 60))
    end_session(db, session.secret)
    with pytest.raises(NotSignedIn):
        find_session(db, session.secret)


def test_the_data_file_holds_no_secret(db: sqlite3.Connection, data_file: str) -> None:
    link = make_link(db, "alice", 60)
    session = use_link(db, link)
    content = Path(data_file).read_bytes()
    assert link.encode() not in content and session.secret.encode() not in content
