"""Owns how customers and accounts may be named. It does not know which names are taken."""

import re

from bank.refusals import NotUnderstood

NAME = re.compile(r"[a-z][a-z0-9-]{1,29}", re.ASCII)


def is_name(text: str) -> bool:
    return NAME.fullmatch(text) is not None


def check_name(text: str) -> str:
    if not is_name(text):
        raise NotUnderstood(f'"{text}" is not a name: use 2 to 30 of a-z, 0-9 and "-", starting with a letter')
    return text
