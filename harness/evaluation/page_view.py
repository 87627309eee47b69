"""The view of a page that an evaluator gets: short, with everything that its card names within reach; acting lies elsewhere."""

from __future__ import annotations

import re

_REF = re.compile(r"\[ref=([\w-]+)\]")


def compact(snapshot: str, words: frozenset[str], most: int) -> str:
    """The snapshot, cut at ``most`` characters."""
    return snapshot[:most]


def interactive(snapshot: str) -> str:
    """Only the lines of what can be acted on."""
    return "\n".join(line for line in snapshot.split("\n") if _REF.search(line) and "[cursor=pointer]" in line)


def find(snapshot: str, query: str) -> str:
    """The lines that hold a word of the query, at most 20."""
    wanted = set(re.findall(r"\w{2,}", query.lower()))
    found = [line for line in snapshot.split("\n") if wanted & set(re.findall(r"\w{2,}", line.lower()))]
    return "\n".join(found[:20])


def subtree(snapshot: str, ref: str | None, depth: int | None) -> str:
    """The part of the snapshot below a reference, so many levels deep."""
    lines = snapshot.split("\n")
    start = next((number for number, line in enumerate(lines) if ref and f"[ref={ref}]" in line), 0)
    indent = _indent(lines[start]) if lines else 0
    kept = [lines[start]]
    for line in lines[start + 1 :]:
        if ref and _indent(line) <= indent:
            break
        if depth is None or _indent(line) - indent <= 2 * depth:
            kept.append(line)
    return "\n".join(kept)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
