"""What may stand for an argument, by its name: a number for COUNT, a file for FILE, else a word."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_PLAIN = ("alpha", "beta", "gamma", "delta", "epsilon")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS = _words(
    "int integer n num number count size limit port id lines days seconds minutes year age quantity qty index level depth"
    " width height top max min length"
)
_DECIMALS = _words("float decimal amount price deposit rate total sum percent balance")
_FILES = _words("file filename files path paths input src source infile in json csv yaml toml txt log script")
_OUTPUTS = _words("output out outfile dest destination target")
_FOLDERS = _words("dir directory folder dirs directories root")
_OTHERS = {
    "url": "http://127.0.0.1:9/",
    "uri": "http://127.0.0.1:9/",
    "host": "127.0.0.1",
    "hostname": "127.0.0.1",
    "email": "alice@example.com",
    "date": "2026-01-02",
    "day": "2026-01-02",
    "time": "12:00",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "regex": "a",
    "regexp": "a",
    "pattern": "a",
}
_CONTENTS = {
    "json": '{"name": "alice", "count": 1}\n',
    "csv": "name,count\nalice,1\n",
    "yaml": "name: alice\ncount: 1\n",
    "toml": 'name = "alice"\ncount = 1\n',
}


@dataclass(frozen=True)
class Sample:
    """A word for the command line. ``content`` is of the file that it names, if that has to be there.

    ``wrong`` stands where something of another kind would; empty where any word will do.
    """

    word: str
    content: str | None = None
    wrong: str = ""


class Samples:
    """Hands out samples for one call: words and files differ from one another."""

    def __init__(self) -> None:
        self._words = 0
        self._files = 0

    def of(self, name: str, choices: tuple[str, ...] = ()) -> Sample:
        """A sample for an argument of this name."""
        if choices:
            return Sample(choices[0], wrong="no-such-choice")
        words = [word for word in re.split(r"[^a-z0-9]+", _HUMPS.sub("-", name).lower()) if word]
        if "=" in name:
            return Sample("key=value", wrong="no-equals-sign")
        for word in reversed(words):
            found = self._by_word(word, words)
            if found is not None:
                return found
        self._words += 1
        return Sample(_PLAIN[(self._words - 1) % len(_PLAIN)])

    def _by_word(self, word: str, words: list[str]) -> Sample | None:
        if word in _NUMBERS:
            return Sample("1", wrong="not-a-number")
        if word in _DECIMALS:
            return Sample("10", wrong="not-a-number")
        if word in _OTHERS:
            return Sample(_OTHERS[word], wrong="not-a-date" if word in ("date", "day") else "")
        if word in _FOLDERS:
            return Sample(".", wrong="no-such-folder")
        if word in _OUTPUTS or (word in _FILES and _OUTPUTS.intersection(words)):
            return Sample("out.txt")
        return self._file(words) if word in _FILES else None

    def _file(self, words: list[str]) -> Sample:
        kind = next((word for word in words if word in _CONTENTS), "txt")
        self._files += 1
        name = f"input{self._files if self._files > 1 else ''}.{kind}"
        return Sample(name, _CONTENTS.get(kind, "hello\n"), wrong="no-such-file")
