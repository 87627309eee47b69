"""Commits that say who reviewed a change, as git tells them, and whether their signatures are good; believes nobody."""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from harness.adapters.cell.rooms import beginning
from harness.adapters.git import Git, top_of
from harness.adapters.revisions import files_at
from harness.errors import HarnessError

_PERSON = re.compile(r"[^<>]*<([!-;=?-~]+@[!-;=?-~]+)>", re.ASCII)
_PLUS = re.compile(r"\+[^@]*(?=@)")
_MAILMAP = ".mailmap"
_SIGNERS = "gpg.ssh.allowedSignersFile"


@dataclass(frozen=True)
class Told:
    """What the trailers of a commit say: ``reviewed`` is by whom it was, and signed off by the same; ``written`` by whom too.

    All are e-mail addresses in lower case.
    """

    reviewed: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review:
    """The commits of ``root`` that ``tip`` does not have, with what they say. ``base`` is where the two parted."""

    root: Path
    tip: str
    base: str

    @cached_property
    def told(self) -> Mapping[str, Told]:
        """What each commit says, by its id."""
        form = "--format=%H%x00%(trailers:only=true,unfold=true)%x00"
        words = self._git.run("log", form, f"{self.tip}..HEAD").decode("utf-8", "replace").split("\0")
        return {id.strip(): _told(trailers) for id, trailers in zip(words[::2], words[1::2], strict=False)}

    @cached_property
    def parents(self) -> Mapping[str, tuple[str, ...]]:
        """The parents of each commit, by their ids."""
        rows = (row.split() for row in self._git.line("rev-list", "--parents", f"{self.tip}..HEAD").split("\n"))
        return {row[0]: tuple(row[1:]) for row in rows if row}

    @cached_property
    def history(self) -> Callable[[str], frozenset[str]]:
        """Tells of a commit which of the change it builds upon, itself included."""
        return cache(self._history)

    @cached_property
    def is_signed(self) -> Callable[[str, str], bool]:
        """Tells whether a commit has a good signature of somebody (an e-mail address), by the keys from before the change."""
        return cache(self._is_signed)

    @property
    def signers(self) -> str:
        """The file of the project that says who signs with which key; empty where it has none."""
        path = os.path.relpath(self._top / self._signers, os.path.realpath(self.root)) if self._signers else ""
        return "" if path.startswith(os.pardir) else path

    def person(self, mail: str) -> str:
        """One address for all that somebody has: tags behind a plus sign do not count, nor what the mailmap of before joins."""
        plain = _PLUS.sub("", mail.strip().lower())
        return self._joined.get(plain, plain)

    def _history(self, commit: str) -> frozenset[str]:
        found: set[str] = set()
        left = [commit]
        while left:
            one = left.pop()
            if one in self.parents and one not in found:
                found.add(one)
                left.extend(self.parents[one])
        return frozenset(found)

    def _is_signed(self, commit: str, who: str) -> bool:
        with tempfile.TemporaryDirectory(prefix=beginning("git")) as room:
            form = ("log", "-1", "--no-show-signature", "--format=%G?%x00%GS")
            told = self._git.line(*self._keys(Path(room)), *form, commit)
        state, _, signer = told.partition("\0")
        return state == "G" and who in _addresses(signer)

    @property
    def _git(self) -> Git:
        return Git(self.root)

    @cached_property
    def _top(self) -> Path:
        return Path(top_of(self._git))

    @cached_property
    def _joined(self) -> Mapping[str, str]:
        return dict(_same(self._then(_MAILMAP).decode("utf-8", "replace")))

    def _keys(self, room: Path) -> tuple[str, ...]:
        """Who signs with which key as it was before the change, where the file that says so is part of the repository."""
        if not self._signers:
            return ()
        kept = room / "signers"
        kept.write_bytes(self._then(self._signers))
        return ("-c", f"{_SIGNERS}={kept}")

    @cached_property
    def _signers(self) -> str:
        """The file that says who signs with which key, from the top of the repository; empty where it is no part of it."""
        try:
            named = self._git.line("config", "--type=path", _SIGNERS)
        except HarnessError:
            return ""
        path = os.path.relpath(os.path.realpath(self._top / named), os.path.realpath(self._top))
        return "" if path.startswith(os.pardir) else Path(path).as_posix()

    def _then(self, path: str) -> bytes:
        try:
            return files_at(self._top, self.base, (path,)).get(path, b"")
        except HarnessError:
            return b""


def _told(trailers: str) -> Told:
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    for line in trailers.split("\n"):
        key, _, value = line.partition(":")
        if found := _PERSON.fullmatch(value.strip()):
            by_key[key.strip().lower()].append(found[1].lower())
    signed = frozenset(by_key["signed-off-by"])
    reviewed = (one for one in by_key["reviewed-by"] if one in signed)
    return Told(tuple(dict.fromkeys(reviewed)), tuple(by_key["co-authored-by"]))


def _addresses(signer: str) -> frozenset[str]:
    """The address of a signer: of a key for OpenPGP ``Name <address>``, of one for SSH the address alone."""
    found = _PERSON.fullmatch(signer.strip())
    return frozenset((found[1].lower() if found else signer.strip().lower(),))


def _same(mailmap: str) -> Iterator[tuple[str, str]]:
    """Each address with the one that stands for the person (gitmailmap(5)): ``Name <that> Other <address>``."""
    for line in mailmap.split("\n"):
        mails = [mail.strip().lower() for mail in re.findall(r"<([^<>]*)>", line.partition("#")[0])]
        if len(mails) == 2:
            yield mails[1], mails[0]
