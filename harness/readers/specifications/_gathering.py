"""Gathers what one document states, each id once, and what was left out; finding it lies with the reader of its format."""

from __future__ import annotations

from collections.abc import Iterable

from harness.domain.places import Place
from harness.domain.requirements import Requirement, RequirementKind, Scenario, meaning
from harness.domain.specifications import LeftOut
from harness.markdown.collector import Collector
from harness.readers import _codes
from harness.readers.specifications._prose import binding_level, one_line

MOST_WORDS = 80


class Gathered:
    """The requirements of the document at ``path`` so far, what was left out, and the mistakes."""

    def __init__(self, path: str, feature: str, format_: str) -> None:
        self.collector = Collector(path)
        self.left_out: list[LeftOut] = []
        self._format = format_
        self._feature = feature
        self._requirements: dict[str, Requirement] = {}

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All requirements, in the order in which they were found."""
        return tuple(self._requirements.values())

    def place(self, line: int) -> Place:
        """A line of the document."""
        return Place(path=self.collector.path, line=line)

    def state(
        self,
        id_: str,
        words: str,
        line: int,
        *,
        title: str = "",
        kind: RequirementKind = RequirementKind.FUNCTIONAL,
        priority: str = "",
        stories: tuple[str, ...] = (),
        scenarios: Iterable[Scenario] = (),
    ) -> bool:
        """Note a requirement; one without words, or whose id is taken, is a mistake instead."""
        text = one_line(words)
        examples = tuple(scenarios)
        if not text:
            hint = "say what must hold, such as: The system MUST refuse an overdraft"
            self.collector.add(_codes.REQUIREMENT_EMPTY, line, f"requirement '{id_}' says nothing", hint)
            return False
        if id_ in self._requirements:
            what = f"requirement '{id_}' is given twice, first on line {self._requirements[id_].place.line}"
            self.collector.add(_codes.REQUIREMENT_TWICE, line, what, "give one of the two another number")
            return False
        self._requirements[id_] = Requirement(
            id=id_,
            text=text,
            place=self.place(line),
            sha256=meaning(f"{title}\n{text}" if title else text, examples),
            format=self._format,
            feature=self._feature,
            title=title,
            level=binding_level(text),
            kind=kind,
            priority=priority,
            stories=stories,
            scenarios=examples,
        )
        return True

    def leave(self, line: int, text: str, why: str) -> None:
        """Note a passage that was read as nothing, and why."""
        self.left_out.append(
            LeftOut(place=self.place(line), text=one_line(text[: 9 * MOST_WORDS])[:MOST_WORDS], why=why)
        )
