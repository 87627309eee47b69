"""Which checks are left in doubt by what a tree does not show: links to what they do not look at, folders nobody could list.

What a link leads to is looked at where it lies. That is enough only for a check that looks there as it would at the link.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from harness.constitution._links import End, Links
from harness.constitution.kinds import Job
from harness.constitution.reach import touches
from harness.constitution.scanning import Reach
from harness.ports.sources import Entry, LinkEnd, Unread

_MOST_FOLLOWED = 100_000
"""How many files and folders all links of a tree are followed to: links to folders with links in them multiply."""


@dataclass(frozen=True)
class Unseen:
    """A path of which some jobs cannot tell what lies there, and why."""

    path: str
    reason: str
    jobs: tuple[Job[Any], ...]


def unseen(jobs: Sequence[Job[Any]], entries: Sequence[Entry], skipped: Sequence[Unread]) -> Iterator[Unseen]:
    """Every path that leaves jobs in doubt; those of kinds that say ``FOLLOWS_LINKS`` look after links themselves."""
    for one in skipped:
        if one.hides:
            yield Unseen(one.path, one.reason, tuple(_below(jobs, one.path)))
    links = [entry for entry in entries if entry.target is not None and entry.end is not LinkEnd.NOWHERE]
    if links:
        followers = [job for job in jobs if not getattr(job.kind, "FOLLOWS_LINKS", False)]
        yield from _Followed(followers, entries, skipped).doubts(links)


def _below(jobs: Iterable[Job[Any]], folder: str) -> Iterator[Job[Any]]:
    """The jobs whose principle may apply to something in a folder."""
    inside = "**" if folder == "." else f"{folder}/**"
    return (job for job in jobs if touches(job.principle.applies_to, inside))


class _Followed:
    """The links of a tree, each followed to the files that it stands for."""

    def __init__(self, jobs: Sequence[Job[Any]], entries: Sequence[Entry], skipped: Sequence[Unread]) -> None:
        self._jobs = jobs
        self._entries = entries
        self._paths = [entry.path for entry in entries]
        self._left = _MOST_FOLLOWED
        self._links = Links(entries)
        self._reach = Reach(jobs)
        self._left_out = {one.path for one in skipped}

    def doubts(self, links: Iterable[Entry]) -> Iterator[Unseen]:
        """What remains unseen of each link, one doubt for each."""
        for link in links:
            found = self._doubt(link)
            if found.jobs:
                yield found

    def _doubt(self, link: Entry) -> Unseen:
        where = self._links.resolved(link)
        if isinstance(where, End) or self._is_left_out(where):
            jobs = _below(self._jobs, link.path) if link.end is LinkEnd.FOLDER else self._reach.of(link.path)
            what = where.value if isinstance(where, End) else f"leads to `{where}`, which is left out"
            return Unseen(link.path, f"a link that {what}", tuple(jobs))
        files = list(self._files(link, link.path, frozenset()))
        if self._left <= 0:
            return Unseen(link.path, "a link to more files than can be followed", tuple(_below(self._jobs, link.path)))
        missed = {job.key: (job, real) for seen, real in files for job in self._missed(seen, real)}
        example = next((real for _, real in missed.values()), "")
        reason = f"a link to `{example}`, which this check does not look at where it lies"
        return Unseen(link.path, reason, tuple(job for job, _ in missed.values()))

    def _missed(self, seen: str, real: str) -> Iterator[Job[Any]]:
        there = {job.key for job in self._reach.of(real)}
        return (job for job in self._reach.of(seen) if job.key not in there)

    def _files(self, link: Entry, path: str, above: frozenset[str]) -> Iterator[tuple[str, str]]:
        """The files that a link stands for: each as it is seen through the link, and where it lies; no circle is run twice."""
        where = self._links.resolved(link)
        self._left -= 1
        if isinstance(where, End) or where in above or self._left <= 0:
            return
        if link.end is LinkEnd.FILE:
            yield path, where
            return
        for entry in self._entries_below(where):
            seen = f"{path}/{entry.path[len(where) + 1 if where else 0 :]}"
            if entry.target is None:
                self._left -= 1
                yield seen, entry.path
            else:
                yield from self._files(entry, seen, above | {where})

    def _entries_below(self, folder: str) -> Sequence[Entry]:
        if not folder:
            return self._entries
        # "0" is the character behind "/".
        return self._entries[bisect_left(self._paths, f"{folder}/") : bisect_left(self._paths, f"{folder}0")]

    def _is_left_out(self, path: str) -> bool:
        parts = path.split("/")
        return any("/".join(parts[:end]) in self._left_out for end in range(1, len(parts) + 1))
