"""Versions that a declaration allows, in the ways several ecosystems write them, and whether two such sets meet.

Every way is translated to the specifiers of Python's (PEP 440), which the checks themselves are written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

_NOTHING_BETWEEN = ".0.0.0.0.0.1"
_PART = r"(?:[0-9]{1,9}|[xX*])"
_SEMANTIC = re.compile(rf"[v=\s]*({_PART}(?:\.{_PART}){{0,2}})(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_COMPARATOR = re.compile(r"(\^|~>?|>=|<=|>|<|=)?\s*([^\s,^~<>=|][^\s,^~<>=|]*)")
_HYPHEN = re.compile(r"(\S+)\s+-\s+(\S+)")
_MAVEN_RANGE = re.compile(r"([\[(])\s*([^,\[\]()]*)(?:(,)\s*([^,\[\]()]*))?\s*([\])])")
_MAVEN_SUFFIX = re.compile(r"[.-](?:final|release|ga|jre[0-9]*|android)$", re.IGNORECASE)
_FULL = 3


class Unclear(ValueError):
    """Text that no version can be told from."""


@dataclass(frozen=True)
class Allowed:
    """Versions: those in any of several sets."""

    sets: tuple[SpecifierSet, ...]

    def has(self, version: Version) -> bool:
        """Whether a version is one of them; early versions (such as release candidates) count as any other."""
        return any(one.contains(version, prereleases=True) for one in self.sets)

    def meets(self, other: Allowed) -> bool:
        """Whether there could be a version in both."""
        return any(self.has(version) and other.has(version) for version in _telling(self, other))

    def lies_within(self, other: Allowed) -> bool:
        """Whether every version of these is one of the others."""
        return all(other.has(version) for version in _telling(self, other) if self.has(version))


def specifiers(text: str) -> Allowed:
    """Versions as Python writes them: ``>=1.2,<2``, or nothing for any. Raises Unclear."""
    try:
        return Allowed((SpecifierSet(text),))
    except InvalidSpecifier:
        raise Unclear(f"`{text}` is no range of versions") from None


def exactly(text: str) -> Allowed:
    """One version, with a ``v`` before it or not. Raises Unclear."""
    plain = text.strip().removeprefix("v").partition("+")[0]
    return specifiers(f"=={_checked(plain)}")


def semantic(text: str, bare: str = "=") -> Allowed:
    """Ranges as npm, Cargo and Poetry write them; ``bare`` is what a version without a sign means. Raises Unclear."""
    sets = []
    for part in text.split("||"):
        hyphen = _HYPHEN.fullmatch(part.strip())
        part = f">={hyphen[1]} <={hyphen[2]}" if hyphen else part
        sets.append(",".join(_conjunction(part.strip(), bare)))
    return Allowed(tuple(one for text in sets for one in specifiers(text).sets))


def maven(text: str) -> Allowed:
    """A version, or intervals such as ``[1.0,2.0)``. Raises Unclear."""
    text = text.strip()
    if not text.startswith(("[", "(")):
        return exactly(_MAVEN_SUFFIX.sub("", text))
    sets = [_interval(found) for found in _MAVEN_RANGE.finditer(text)]
    if not sets:
        raise Unclear(f"`{text}` is no range of versions")
    return Allowed(tuple(one for text in sets for one in specifiers(text).sets))


def _interval(found: re.Match[str]) -> str:
    low, high = (_MAVEN_SUFFIX.sub("", found[group] or "") for group in (2, 4))
    if not found[3]:
        return f"=={_checked(low)}"
    bounds = [f"{'>=' if found[1] == '[' else '>'}{_checked(low)}"] if low else []
    return ",".join([*bounds, f"{'<=' if found[5] == ']' else '<'}{_checked(high)}"] if high else bounds)


def _conjunction(text: str, bare: str) -> Iterator[str]:
    """Comparators that must all hold, as specifiers."""
    if _COMPARATOR.sub("", text).strip(" ,"):
        raise Unclear(f"`{text}` is no range of versions")
    for found in _COMPARATOR.finditer(text):
        yield from _comparator(found[1] or bare, found[2])


def _comparator(sign: str, text: str) -> Iterator[str]:
    numbers, early = _numbers(text)
    if not numbers:
        return
    low = ".".join(map(str, numbers)) + early
    if sign in (">", "<=") and len(numbers) < _FULL:
        yield f"{'>=' if sign == '>' else '<'}{_bumped(numbers, len(numbers) - 1)}"
    elif sign in (">=", "<", ">", "<="):
        yield f"{sign}{low}"
    elif sign == "=" and len(numbers) == _FULL:
        yield f"=={low}"
    else:
        yield f">={low}"
        yield f"<{_bumped(numbers, _last_fixed(sign, numbers))}"


def _last_fixed(sign: str, numbers: list[int]) -> int:
    """Which number of a version must stay as it is: all before it do too."""
    if sign == "^":
        return next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    return min(1, len(numbers) - 1) if sign.startswith("~") else len(numbers) - 1


def _bumped(numbers: list[int], at: int) -> str:
    return ".".join(map(str, [*numbers[:at], numbers[at] + 1]))


def _numbers(text: str) -> tuple[list[int], str]:
    """The numbers of a version up to its first wildcard, and what makes it an early one."""
    found = _SEMANTIC.fullmatch(text)
    if not found:
        raise Unclear(f"`{text}` is no version")
    numbers = []
    for part in found[1].split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    early = found[2] or ""
    _checked(found[1].replace("x", "0").replace("X", "0").replace("*", "0") + early)
    return numbers, early


def _checked(text: str) -> str:
    try:
        return str(Version(text))
    except InvalidVersion:
        raise Unclear(f"`{text}` is no version") from None


def _telling(*sets: Allowed) -> Iterable[Version]:
    """Versions that tell sets apart: each bound, something behind each, and the first of all.

    Between two bounds that follow each other every version is in the same sets.
    """
    yield Version("0")
    for specifier in (specifier for allowed in sets for one in allowed.sets for specifier in one):
        text = specifier.version
        wild = text.endswith(".*") or specifier.operator == "~="
        try:
            bound = Version(text.removesuffix(".*"))
        except InvalidVersion:
            raise Unclear(f"`{specifier}` is no range of versions") from None
        release = list(bound.release)
        if wild:
            kept = release[:-1] if specifier.operator == "~=" else release
            after = Version(_bumped(kept, len(kept) - 1))
            yield from (after, Version(f"{after}{_NOTHING_BETWEEN}"))
        base = f"{bound.epoch}!{'.'.join(map(str, release))}"
        yield from (bound, Version(base), Version(f"{base}{_NOTHING_BETWEEN}"))
