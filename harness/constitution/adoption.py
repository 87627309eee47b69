"""Any constitution as a document of our own form, with checks that shipped principles suggest; reading them lies elsewhere."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from harness.domain.principles import Constitution, Principle
from harness.markdown.parse import parse
from harness.markdown.tree import Block, Fence, Listed, parts

_ROLES = (["check"], ["bad"], ["good"])
_NO_PARAGRAPH = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)]|#{1,6})(?:\s|$)|[>|<]|`{3}|~{3}|\s")
_LIST = re.compile(r"[-*+] |[0-9]+[.)] ")
_WORD = re.compile(r"\w{4,}")


@dataclass(frozen=True)
class Source:
    """A constitution, and the text that it was read from."""

    constitution: Constitution
    text: str


@dataclass(frozen=True)
class Suggestion:
    """A shipped principle whose checks and samples go to a principle without any, for the weaknesses that both name."""

    principle: Principle
    shipped: Principle
    cwes: tuple[str, ...]


@dataclass(frozen=True)
class Adoption:
    """The document, what was suggested in it, and the principles that nothing will verify."""

    text: str
    suggestions: tuple[Suggestion, ...]
    unverified: tuple[Principle, ...]


def adopted(source: Source, library: Sequence[Source], path: str, base: str = "") -> Adoption:
    """The document that a constitution becomes at ``path``; checks and samples that it has stay as they are.

    ``base`` is the way from there to a document that it is to extend, where there is one.
    """
    constitution = source.constitution
    shipped = [(principle, one) for one in library for principle in one.constitution.principles if principle.checks]
    blocks = {id(one): blocks_of(one.text, one.constitution.path) for one in (source, *library)}
    suggestions = {
        principle.id: found
        for principle in constitution.principles
        if not principle.checks and not principle.review_only and (found := _suggestion(principle, shipped))
    }
    pieces = [_head(constitution, path, base)]
    for principle in constitution.principles:
        suggestion = suggestions.get(principle.id)
        pieces.append(_fields(principle, suggestion))
        if suggestion:
            origin = next(one for shown, one in shipped if shown is suggestion.shipped)
            pieces += [_mark(suggestion), *blocks[id(origin)].get(suggestion.shipped.place.line, ())]
        else:
            pieces += blocks[id(source)].get(principle.place.line, ())
    without = [one for one in constitution.principles if not one.checks and not one.review_only]
    unverified = tuple(one for one in without if one.id not in suggestions)
    return Adoption("\n\n".join(pieces) + "\n", tuple(suggestions.values()), unverified)


def lost(before: Constitution, after: Constitution) -> tuple[str, ...]:
    """The ids of principles that do not read back as they were; where a check was suggested, globs may have come along."""
    again = {principle.id: principle for principle in after.principles}
    missing = (one.id for one in before.principles if one.id not in again or _words(one) != _words(again[one.id]))
    return tuple(missing)


def blocks_of(text: str, path: str) -> Mapping[int, tuple[str, ...]]:
    """The checks and samples below each heading of the second level, as they are written, by the heading's line."""
    found = parts(parse(text, path).blocks, level=2)[1]
    return {part.heading.line: tuple(_fence(one) for one in _fences(part.blocks)) for part in found}


def _words(principle: Principle) -> tuple[object, ...]:
    return (
        *(principle.title, principle.level, principle.cwes, principle.constraint),
        *(principle.pattern, principle.rationale, principle.enforcement, principle.review_only),
        *(principle.precision, principle.precision_basis, principle.verifies),
    )


def _fences(blocks: Sequence[Block]) -> Iterator[Fence]:
    for block in blocks:
        if isinstance(block, Fence) and block.info.lower().split()[1:2] in _ROLES:
            yield block
        elif isinstance(block, Listed):
            for item in block.items:
                yield from _fences(item.blocks)


def _fence(fence: Fence) -> str:
    longest = max((len(run) for run in re.findall("`+", fence.content)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{fence.info}\n{fence.content}{marks}"


def _suggestion(principle: Principle, shipped: Sequence[tuple[Principle, Source]]) -> Suggestion | None:
    """The shipped principle that shares most weaknesses, has fewest others, and is told in the most like words."""
    best: tuple[tuple[int, int, int], Suggestion] | None = None
    for candidate, _ in shipped:
        shared = tuple(cwe for cwe in principle.cwes if cwe in candidate.cwes)
        alike = len(_telling(principle) & _telling(candidate))
        rank = (len(shared), -len(candidate.cwes), alike)
        if shared and (best is None or rank > best[0]):
            best = rank, Suggestion(principle, candidate, shared)
    return best[1] if best else None


def _telling(principle: Principle) -> set[str]:
    return set(_WORD.findall(f"{principle.title} {principle.constraint}".lower()))


def _mark(suggestion: Suggestion) -> str:
    shipped = suggestion.shipped
    origin = f"`{shipped.constitution}` {shipped.id} ({', '.join(suggestion.cwes)})"
    return f"Suggested check, of {origin}: read it before you rely on it,\nadapt it to this project, or take it away."


def _head(constitution: Constitution, path: str, base: str) -> str:
    # What the base extends in turn comes with it.
    names = [json.dumps(base)] if base else [_name(reference.name, path) for reference in constitution.extends]
    front = f"---\nextends: [{', '.join(names)}]\n---\n" if names else ""
    dates = [
        f"Version {constitution.version}" if constitution.version else "",
        f"ratified {constitution.ratified}" if constitution.ratified else "",
        f"amended {constitution.amended}" if constitution.amended else "",
    ]
    line = " · ".join(filter(None, dates))
    return f"{front}# {constitution.title}" + (f"\n\n{line[0].upper()}{line[1:]}" if line else "")


def _name(name: str, path: str) -> str:
    """Another constitution as a document at ``path`` names it: by its shipped name, or by the way from there."""
    if "/" not in name and "." not in name:
        return name
    here, there = PurePosixPath(path).parent.parts, PurePosixPath(name).parts
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    way = "/".join([".."] * (len(here) - shared) + list(there[shared:]))
    return json.dumps(way if "/" in way else f"./{way}", ensure_ascii=False)


def _fields(principle: Principle, suggestion: Suggestion | None) -> str:
    globs = principle.applies_to or (suggestion.shipped.applies_to if suggestion else ())
    fields = [
        ("Level", principle.level.value),
        ("CWE", ", ".join(principle.cwes)),
        ("Applies to", ", ".join(f"`{glob}`" for glob in globs)),
        ("Constraint", principle.constraint),
        ("Pattern", principle.pattern),
        ("Rationale", principle.rationale),
        ("Enforcement", principle.enforcement),
        ("Precision", principle.measured),
        ("Review", "by a person" if principle.review_only else ""),
        ("Verifies", ", ".join(principle.verifies)),
    ]
    bullets = "\n".join(_bullet(name, text) for name, text in fields if text)
    return f"## {principle.id} {principle.title}\n\n{bullets.rstrip()}"


def _bullet(name: str, text: str) -> str:
    first, _, rest = text.partition("\n")
    alone = not rest or rest.startswith("\n") or _LIST.match(rest)
    if alone and not _NO_PARAGRAPH.match(first):
        below = f"\n{textwrap.indent(rest, '  ')}" if rest else ""
        return f"- **{name}:** {first}{below}"
    return f"- **{name}:**\n\n{textwrap.indent(text, '  ')}\n"
