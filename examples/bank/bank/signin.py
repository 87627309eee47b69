"""Owns signing in: mailed links, and the sessions that they start. It does not know cookies or pages.

Links and sessions are random secrets. The data file holds their SHA-256 only, so that reading it signs nobody in.
"""

import hmac
import secrets
import sqlite3
import time
from hashlib import sha256
from typing import NamedTuple

from bank.customers import is_customer
from bank.outbox import Mail, deliver
from bank.refusals import Gone, NotFound, NotSignedIn, NotUnderstood
from bank.store import transaction

LINK_SECONDS = 15 * 60
SESSION_SECONDS = 8 * 60 * 60
HOME = "http://127.0.0.1:8000"


class Session(NamedTuple):
    """Who is signed in, and the key that their forms must carry (CWE-352)."""

    customer: str
    form_key: str


class NewSession(NamedTuple):
    """A session just started, and the secret that proves it: it is shown once."""

    secret: str
    customer: str


def read_seconds(text: str) -> int:
    seconds = int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0
    if not 1 <= seconds <= 24 * 60 * 60:
        raise NotUnderstood(f'"{text}" is not a number of seconds: use 1 to 86400')
    return seconds


def invite(db: sqlite3.Connection, customer: str, home: str = HOME, seconds: int = LINK_SECONDS) -> None:
    """Mail the customer a link."""
    if not is_customer(db, customer):
        raise NotFound(f'there is no customer "{customer}"')
    mail_link(customer, f"{home}/sign-in/{make_link(db, customer, seconds)}")


def request_link(db: sqlite3.Connection, name: str, home: str) -> str:
    """Mail a link to a customer, and nothing to a stranger; gives the answer, the same for both (CWE-204)."""
    if is_customer(db, name):
        invite(db, name, home)
    return f"If {name} is a customer, a sign-in link is in the mail."


def make_link(db: sqlite3.Connection, customer: str, seconds: int) -> str:
    secret = secrets.token_urlsafe(24)
    with transaction(db):
        db.execute(
            "INSERT INTO links (hash, customer, expires) VALUES (?, ?, ?)",
            (fingerprint(secret), customer, time.time() + seconds),
        )
    return secret


def mail_link(customer: str, link: str) -> None:
    lines = [f"Hello {customer},", "", "open this link to sign in. It can be used once, and not for long.", "", link]
    deliver(Mail(customer, "sign-in", "Your sign-in link", "\n".join(lines)))


def check_link(db: sqlite3.Connection, secret: str) -> str:
    """The customer whom the link signs in."""
    row = db.execute(
        "SELECT hash, customer, expires, used FROM links WHERE hash = ?", (fingerprint(secret),)
    ).fetchone()
    if row is None or not hmac.compare_digest(row[0], fingerprint(secret)):
        raise NotFound("this sign-in link is not known")
    customer, expires, used = str(row[1]), row[2], row[3]
    if used:
        raise Gone("this sign-in link has been used")
    if expires <= time.time():
        raise Gone("this sign-in link has expired")
    return customer


def use_link(db: sqlite3.Connection, secret: str) -> NewSession:
    """Start a session; the link is worth nothing afterwards."""
    with transaction(db):
        customer = check_link(db, secret)
        db.execute("UPDATE links SET used = 1 WHERE hash = ?", (fingerprint(secret),))
        return start_session(db, customer)


def start_session(db: sqlite3.Connection, customer: str) -> NewSession:
    secret = secrets.token_urlsafe(32)
    db.execute(
        "INSERT INTO sessions (hash, customer, form_key, expires) VALUES (?, ?, ?, ?)",
        (fingerprint(secret), customer, secrets.token_urlsafe(16), time.time() + SESSION_SECONDS),
    )
    return NewSession(secret, customer)


def find_session(db: sqlite3.Connection, secret: str) -> Session:
    wanted = fingerprint(secret)
    row = db.execute(
        "SELECT hash, customer, form_key FROM sessions WHERE hash = ? AND expires > ?", (wanted, time.time())
    ).fetchone()
    if row is None or not hmac.compare_digest(row[0], wanted):
        raise NotSignedIn("sign in first")
    return Session(row[1], row[2])


def end_session(db: sqlite3.Connection, secret: str) -> None:
    with transaction(db):
        db.execute("DELETE FROM sessions WHERE hash = ?", (fingerprint(secret),))


def fingerprint(secret: str) -> str:
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
