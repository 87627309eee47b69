"""Owns the names and small numbers that people write. Whether a name is free is not its matter."""

from string import ascii_lowercase, digits

from bank2.refusal import Reason, Refusal

SHORTEST, LONGEST = 2, 30
INNER = frozenset(ascii_lowercase + digits + "-")


def parse_name(text: str) -> str:
    """The same text, when it is a name."""
    if not (SHORTEST <= len(text) <= LONGEST and text[0] in ascii_lowercase and INNER.issuperset(text)):
        raise Refusal(
            Reason.UNREADABLE, f'"{text}" is not a name: use 2 to 30 of a-z, 0-9 and "-", starting with a letter'
        )
    return text


def parse_number(text: str, most: int, longest: int, complaint: str) -> int:
    """A whole number from 1 to `most` in at most `longest` plain digits; `complaint` follows what was written."""
    fits = text.isascii() and text.isdecimal() and len(text) <= longest
    number = int(text) if fits else 0
    if not 1 <= number <= most:
        raise Refusal(Reason.UNREADABLE, f'"{text}" {complaint}')
    return number
