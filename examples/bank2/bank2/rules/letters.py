"""Owns the mails that the bank sends, and the outbox where a mail relay finds each as a text file."""

import os
from datetime import UTC, datetime
from typing import NamedTuple

from bank2.cents import show
from bank2.records.books import Account


class Letter(NamedTuple):
    """`topic` becomes part of the name of the file."""

    to: str
    topic: str
    subject: str
    lines: tuple[str, ...]

    def text(self) -> str:
        return "\n".join([f"To: {self.to}", f"Subject: {self.subject}", "", f"Hello {self.to},", "", *self.lines, ""])


def mail_sign_in_link(customer: str, link: str) -> None:
    lines = ("open this link to sign in. It can be used once, and not for long.", "", link)
    post(Letter(customer, "sign-in", "Your sign-in link", lines))


def mail_receipt(account: Account, cents: int) -> None:
    """`account` is as it was after `cents` had come in."""
    lines = (f"we received {show(cents)} for your account {account.name}.", f"New balance: {show(account.balance)}")
    post(Letter(account.owner, "receipt", "Receipt for your deposit", lines))


def post(letter: Letter) -> None:
    """Put the letter into the outbox. The relay never sees half of it: it is written aside, and linked when whole."""
    outbox = os.path.join(os.path.expanduser("~"), "outbox")
    os.makedirs(outbox, mode=0o700, exist_ok=True)
    aside = os.path.join(outbox, f".unsent-{os.urandom(8).hex()}")
    with open(aside, "x", encoding="utf-8") as file:
        file.write(letter.text())
    try:
        link_under_free_name(aside, outbox, letter)
    finally:
        os.unlink(aside)


def link_under_free_name(aside: str, outbox: str, letter: Letter) -> None:
    """Names sort by time. A hard link is refused where a file is already: then the clock has moved on."""
    while True:
        name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{letter.to}-{letter.topic}.txt"
        try:
            return os.link(aside, os.path.join(outbox, name))
        except FileExistsError:
            continue
