"""Owns the outbox, a folder in which a mail relay finds one text file per mail. It does not know what mails say."""

import os
from datetime import UTC, datetime
from typing import NamedTuple


class Mail(NamedTuple):
    to: str
    topic: str
    subject: str
    body: str


def deliver(mail: Mail) -> None:
    """Put the mail into the outbox, where it appears whole and never in place of another."""
    folder = os.path.expanduser("~/outbox")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    draft = os.path.join(folder, f".draft-{os.urandom(8).hex()}")
    with open(draft, "w", encoding="utf-8") as file:
        file.write(f"To: {mail.to}\nSubject: {mail.subject}\n\n{mail.body}\n")
    while not publish(draft, os.path.join(folder, file_name(mail))):
        pass
    os.unlink(draft)


def file_name(mail: Mail) -> str:
    """Names sort by time, so that the newest mail comes last."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{mail.to}-{mail.topic}.txt"


def publish(draft: str, path: str) -> bool:
    """A hard link appears at once, and is refused where a file is already."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    return True
