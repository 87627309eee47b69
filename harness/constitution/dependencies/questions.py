"""What is asked of declared dependencies, and the answers; which manifests there are, and telling of places, lies elsewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from harness.constitution.dependencies.banned import Package
from harness.constitution.dependencies.declared import Declared, Ecosystem
from harness.constitution.dependencies.licences import LicenceError, acceptable
from harness.constitution.dependencies.manifests import Found


@dataclass(frozen=True)
class Answer:
    """Whether a dependency is right (None: it cannot be told), and what there is to say."""

    right: bool | None
    note: str = ""


Question = Callable[[Found], Answer | None]
"""Asks one dependency; None where the question is not about it."""


class Locks:
    """What the locks of a tree resolve packages to; where they do, a range that is declared beside or below says nothing.

    In Maven, what a pom.xml says of a version holds for all that name none, as a lock does.
    """

    def __init__(self, found: Iterable[Found]) -> None:
        resolved = (
            one for one in found if one.entry.locked or (one.entry.ecosystem is Ecosystem.MAVEN and one.entry.allowed)
        )
        self._resolved = {(posixpath.dirname(one.path), _normal(one.entry)) for one in resolved}

    def decide(self, found: Found) -> bool:
        """Whether the version of a declared dependency is told by a lock."""
        entry = found.entry
        if entry.locked or (entry.pinned and entry.allowed):
            return False
        folder = posixpath.dirname(found.path)
        while (folder, _normal(entry)) not in self._resolved:
            if not folder:
                return False
            folder = posixpath.dirname(folder)
        return True


def absent(packages: Sequence[Package], locks: Locks) -> Question:
    """None of some packages, in none of their versions that are named."""

    def asked(found: Found) -> Answer | None:
        answers = [_banned(package, found, locks) for package in packages if package.names(found.entry)]
        told = [answer for answer in answers if answer]
        return next((answer for answer in told if answer.right is False), next(iter(told), None))

    return asked


def present(packages: Sequence[Package], locks: Locks) -> Question:
    """One of some packages, in no version but those that are named."""

    def asked(found: Found) -> Answer | None:
        package = next((package for package in packages if package.names(found.entry)), None)
        return _wanted(package, found, locks) if package else None

    return asked


def pinned(names: Sequence[Package]) -> Question:
    """Every dependency, or every one of some, in exactly one version."""

    def asked(found: Found) -> Answer | None:
        if names and not any(name.names(found.entry) for name in names):
            return None
        written = f"`{found.entry.written}`" if found.entry.written else "without a version"
        return Answer(found.entry.pinned, "" if found.entry.pinned else f"{written} is not one version")

    return asked


def licensed(known: Mapping[str, str], names: Sequence[Package], accepted: Callable[[str], bool], why: str) -> Question:
    """Every dependency, or every one of some, under a licence that is accepted."""

    def asked(found: Found) -> Answer | None:
        if found.entry.local or (names and not any(name.names(found.entry) for name in names)):
            return None
        licence = found.entry.licence or known.get(_normal(found.entry))
        if licence is None:
            return Answer(None, f"the licence of `{found.entry.name}` is not known; name it in a file of `licences`")
        try:
            right = acceptable(licence, accepted)
        except LicenceError as error:
            return Answer(None, f"the licence of `{found.entry.name}`: {error}")
        return Answer(right, "" if right else f"its licence is `{licence}`, {why}")

    return asked


def licences_of(found: Iterable[Found], written: Mapping[str, str]) -> Mapping[str, str]:
    """The licences that are known: those that locks know, and those written down as ``name`` or ``npm:name``."""
    known = {_normal(one.entry): one.entry.licence for one in found if one.entry.licence}
    for name, licence in written.items():
        ecosystem, _, rest = name.partition(":")
        meant = [Ecosystem(ecosystem)] if rest and ecosystem in list(Ecosystem) else list(Ecosystem)
        known |= {f"{one}:{one.normal(rest if len(meant) == 1 else name)}": licence for one in meant}
    return known


def _banned(package: Package, found: Found, locks: Locks) -> Answer | None:
    entry = found.entry
    if package.versions is None:
        return Answer(False, package.reason or f"`{entry.name}` is forbidden")
    if entry.local or locks.decide(found):
        return None
    if entry.allowed is None:
        return Answer(None, f"cannot tell which version of `{entry.name}` is meant{_by(entry)}")
    if not entry.allowed.meets(package.versions):
        return None
    says = "is" if entry.pinned else "allows"
    note = f"`{entry.written or 'any version'}` {says} a forbidden version, `{package.written}`"
    return Answer(False, f"{note}: {package.reason}" if package.reason else note)


def _wanted(package: Package, found: Found, locks: Locks) -> Answer | None:
    entry = found.entry
    if package.versions is None or entry.local:
        return Answer(True)
    if locks.decide(found):
        return None
    if entry.allowed is None:
        return Answer(None, f"cannot tell which version of `{entry.name}` is meant{_by(entry)}")
    if entry.allowed.lies_within(package.versions):
        return Answer(True)
    return Answer(False, f"`{entry.written or 'any version'}` allows versions other than `{package.written}`")


def _by(entry: Declared) -> str:
    return f" by `{entry.written}`" if entry.written else ""


def _normal(entry: Declared) -> str:
    return f"{entry.ecosystem}:{entry.ecosystem.normal(entry.name)}"
