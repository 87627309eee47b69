"""The labelled cases, and which numbers of weaknesses speak of the same thing. Which tool finds what is not its subject."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
PARTS = {"tuning": "tuning", "kept-aside": "kept_aside"}

# A finding speaks of a category if one of its CWE numbers is in the category's set, whichever tool it is of: parents,
# children and siblings under which tools file the same defect.
SAME: dict[str, frozenset[int]] = {
    "authentication": frozenset({284, 287, 306, 862}),
    "code": frozenset({78, 94, 95, 96, 98, 470, 829, 913}),
    "command": frozenset({77, 78, 88}),
    "cookie": frozenset({311, 315, 319, 614, 1004, 1275}),
    "csrf": frozenset({352}),
    "deserialize": frozenset({502}),
    "header": frozenset({93, 113, 644}),
    "html": frozenset({79, 80, 83, 87, 116}),
    "ldap": frozenset({90}),
    "log": frozenset({93, 116, 117}),
    "nosql": frozenset({89, 943}),
    "ownership": frozenset({284, 285, 566, 639, 862, 863}),
    "path": frozenset({22, 23, 35, 36, 73, 98}),
    "prototype": frozenset({915, 1321}),
    "redirect": frozenset({601}),
    "regex": frozenset({185, 400, 625, 730, 1333}),
    "resource": frozenset({130, 400, 409, 770, 789, 799, 834, 1284}),
    "secrets": frozenset({200, 209, 215, 312, 359, 489, 497, 532, 540, 550}),
    "sql": frozenset({89, 564}),
    "ssrf": frozenset({441, 918}),
    "template": frozenset({94, 95, 96, 1336}),
    "tls": frozenset({295, 296, 297, 298, 299, 300, 319, 599}),
    "trust": frozenset({501}),
    "upload": frozenset({434}),
    "weak-cipher": frozenset({326, 327, 328, 329, 780}),
    "weak-hash": frozenset({326, 327, 328, 759, 760, 916}),
    "weak-random": frozenset({330, 331, 335, 338, 340}),
    "xml": frozenset({611, 776, 827}),
    "xpath": frozenset({91, 643}),
}


@dataclass(frozen=True)
class Case:
    """A small program and its label. ``path`` is a file or a folder below the part's folder, with the language first."""

    part: str
    path: str
    category: str
    cwe: int
    vulnerable: bool
    file: str
    line: int
    family: str
    reason: str

    @property
    def language(self) -> str:
        """The first folder of its path."""
        return self.path.partition("/")[0]

    def holds(self, path: str) -> bool:
        """Whether a file, named from the part's folder, is one of the case's."""
        return path == self.path or path.startswith(self.path + "/")

    def files(self) -> list[str]:
        """Its files, named from the part's folder."""
        root = FOLDER / PARTS[self.part]
        place = root / self.path
        found = sorted(place.rglob("*")) if place.is_dir() else [place]
        return [one.relative_to(root).as_posix() for one in found if one.is_file()]


def read_cases(part: str) -> Iterator[Case]:
    """The cases of ``tuning``, ``kept-aside`` or ``both``, in the order of their labels."""
    for name in PARTS if part == "both" else (part,):
        for label in json.loads((FOLDER / PARTS[name] / "labels.json").read_text(encoding="utf-8")):
            yield Case(part=name, **label)
