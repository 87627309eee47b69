"""Owns who may come in: admins, sign-in links, and the sessions that links start. It knows neither cookies nor pages.

Links and sessions are random secrets. The journal gets their SHA-256 alone, so that reading it signs nobody in.
"""

import base64
import secrets
import time
from hashlib import sha256

from bank2.records.books import Books
from bank2.records.events import Appointed, LinkMade, LinkSpent, SessionBegun, SessionEnded
from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.rules.letters import mail_sign_in_link
from bank2.words import parse_number

LINK_SECONDS = 900
SESSION_SECONDS = 28_800
LOCAL_ADDRESS = "http://127.0.0.1:8000"


def parse_seconds(text: str) -> int:
    complaint = "is not a number of seconds: use 1 to 86400"
    return parse_number(text, most=86_400, longest=6, complaint=complaint)


def check_customer(books: Books, name: str) -> None:
    if name not in books.customers:
        raise Refusal(Reason.UNKNOWN, f'there is no customer "{name}"')


def check_admin(books: Books, customer: str) -> None:
    if customer not in books.admins:
        raise Refusal(Reason.NOT_FOR_YOU, "only an admin may see this")


def appoint(vault: Vault, name: str) -> None:
    with vault.change():
        check_customer(vault.books, name)
        vault.record(Appointed(name))


def invite(vault: Vault, customer: str, seconds: int = LINK_SECONDS, address: str = LOCAL_ADDRESS) -> None:
    """Mail the customer a link to the service at `address` that is good for so many seconds."""
    secret = secrets.token_urlsafe(24)
    with vault.change():
        check_customer(vault.books, customer)
        vault.record(LinkMade(digest(secret), customer, time.time() + seconds))
    mail_sign_in_link(customer, f"{address}/sign-in/{secret}")


def answer_request_for_link(vault: Vault, name: str, address: str) -> str:
    """Mail a link to a customer and nothing to a stranger; what is said tells nobody which of them it was (FR-017)."""
    if name in vault.books.customers:
        invite(vault, name, address=address)
    return f"If {name} is a customer, a sign-in link is in the mail."


def check_link(books: Books, secret: str) -> str:
    """The customer whom the link would sign in now."""
    link = books.links.get(digest(secret))
    if link is None:
        raise Refusal(Reason.UNKNOWN, "this sign-in link is not known")
    if link.is_spent:
        raise Refusal(Reason.SPENT, "this sign-in link has been used")
    if link.expires <= time.time():
        raise Refusal(Reason.SPENT, "this sign-in link has expired")
    return link.customer


def spend_link(vault: Vault, secret: str) -> tuple[str, str]:
    """Begin a session: gives its secret, which is kept nowhere, and the customer. The link is worth nothing then."""
    session_secret = secrets.token_urlsafe(32)
    with vault.change():
        customer = check_link(vault.books, secret)
        vault.record(LinkSpent(digest(secret)))
        vault.record(SessionBegun(digest(session_secret), customer, time.time() + SESSION_SECONDS))
    return session_secret, customer


def get_customer(books: Books, session_secret: str) -> str:
    """Who is signed in with this secret."""
    session = books.sessions.get(digest(session_secret))
    if session is None or session.expires <= time.time():
        raise Refusal(Reason.NOT_SIGNED_IN, "sign in first")
    return session.customer


def end_session(vault: Vault, session_secret: str) -> None:
    with vault.change():
        vault.record(SessionEnded(digest(session_secret)))


def derive_form_key(session_secret: str) -> str:
    """The key that forms of this session carry (CWE-352): only who knows the secret can tell it, so none is kept."""
    key = sha256(b"form key of " + encode(session_secret)).digest()[:16]
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()


def digest(secret: str) -> str:
    return sha256(encode(secret)).hexdigest()


def encode(secret: str) -> bytes:
    return secret.encode("utf-8", "replace")
