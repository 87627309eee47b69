"""Test cards as the Kitchen Loop writes them (arXiv 2603.25697); what they leave open is natural, and lint says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.actions import RunCommand
from harness.domain.cards import Card, CardFormat, ExpectationLine, Section, Step
from harness.domain.expectations import (
    ExitCodeIs,
    Expectation,
    FileContains,
    FileExists,
    Refused,
    Sees,
    SeesLine,
)
from harness.domain.nearest import nearest
from harness.markdown.collector import Collector
from harness.markdown.parse import parse
from harness.markdown.text import sha256
from harness.markdown.tree import Document, Fence, Heading, Other, Part, parts
from harness.phrasebook.line import read_line
from harness.phrasebook.phrase import PhraseError
from harness.phrasebook.values import pattern, seconds, user_path
from harness.readers import _codes
from harness.readers._front import Front, read_front
from harness.readers._labels import Label, belongs_to_label, labelled, lines_of, named_texts

READS = "card"
_TITLE = re.compile(r"user test card\s*:?\s*(.*)", re.IGNORECASE)
_SNIFF = re.compile(r"^#[ \t]+user test card\b", re.IGNORECASE | re.MULTILINE)
_STEP = re.compile(r"(?:step\s+)?[0-9]+\s*[:.)–-]?\s*(.*)", re.IGNORECASE)
_DURATION = re.compile(r"\W*MAX_DURATION\W*[:=]\W*(.*?)\W*", re.IGNORECASE)
_SECONDS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(?:s|sec|secs|seconds?)?", re.IGNORECASE)
_CONTINUED = re.compile(r"\\$|<<|^\s*(?:if|for|while|until|case|select|function)\b|[({]\s*$|(?:&&|\|\||\|)\s*$")
_NO_ARTIFACT = re.compile(r"none|n/?a|-", re.IGNORECASE)
_EVIDENCE = re.compile(r"\b(?:evidence|screenshots?|transcripts?)\b", re.IGNORECASE)
_SECTIONS = ("Feature", "Prerequisites", "Prerequisite Verification Commands", "Steps", "Artifacts", "Constraints")
_BAD_INPUT = "bad input"
_CONTAINS = ("expected output contains", "expected output to contain", "expected output")
_NOT_CONTAINS = ("expected output does not contain", "expected output not to contain", "expected not in output")


def sniff(text: str) -> bool:
    """Whether a text has the title of such a card."""
    return bool(_SNIFF.search(text))


def read(text: str, path: str) -> Card:
    """The card that a text is; its id is the name of its file unless front matter gives one.

    Raises:
        DocumentError: with every mistake of the text.
    """
    document = parse(text, path)
    collector = Collector(path)
    sections = parts(document.blocks, level=2)[1]
    title = _title(document, collector)
    front = read_front(document.front, collector) if document.front else Front(id=_slug(path))
    reading = _Reading(collector)
    steps = reading.steps(sections)
    max_seconds = reading.max_seconds(sections)
    collector.raise_if_any()
    return Card(
        id=front.id,
        title=title.text,
        path=path,
        text=document.text,
        sha256=sha256(document.text),
        format=CardFormat.KITCHEN_LOOP,
        verifies=front.verifies,
        surfaces=front.surfaces,
        tier=front.tier,
        dimensions=front.dimensions,
        steps=tuple(steps),
        max_seconds=max_seconds,
        lines={
            **(document.front.key_lines if document.front else {}),
            **front.dimension_lines,
            "title": title.line,
            **{part.heading.text: part.heading.line for part in sections},
        },
    )


def _title(document: Document, collector: Collector) -> Heading:
    for block in document.blocks:
        found = _TITLE.fullmatch(block.text) if isinstance(block, Heading) and block.level == 1 else None
        if found and found[1].strip():
            return Heading(1, found[1].strip(), block.line)
    collector.add(_codes.NO_TITLE, 1, "the card has no title", "add a line such as `# User Test Card: Move money`")
    return Heading(1, "", 1)


def _slug(path: str) -> str:
    name = path.rpartition("/")[2].rpartition(".")[0] or path
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.") or "card"


@dataclass(frozen=True)
class _Reading:
    """One reading of the sections of a card; mistakes go to the collector."""

    collector: Collector

    def steps(self, sections: Sequence[Part]) -> list[Step]:
        before: list[Step] = []
        steps: list[Step] = []
        bad: list[Step] = []
        artifacts: list[ExpectationLine] = []
        for part in sections:
            name = _name(part)
            if name == "prerequisite verification commands":
                before += self._before(part)
            elif name == "steps":
                steps += self._numbered(part, Section.STEPS)
            elif name == _BAD_INPUT:
                bad += self._numbered(part, Section.BAD_INPUT)
            elif name == "artifacts":
                artifacts += self._artifacts(part)
            else:
                self._refuse_slip(part)
        if steps and artifacts:
            last = steps[-1]
            steps[-1] = last.model_copy(update={"expectations": (*last.expectations, *artifacts)})
        return [*before, *steps, *bad]

    def max_seconds(self, sections: Sequence[Part]) -> float | None:
        for part in sections:
            for line, text in lines_of(part.blocks):
                found = _DURATION.fullmatch(text) if _name(part) == "constraints" else None
                if found:
                    return self._duration(line, found[1])
        return None

    def _duration(self, line: int, text: str) -> float | None:
        found = _SECONDS.fullmatch(text)
        try:
            if found:
                return seconds(found[1])
            self._add(line, f"'{text}' is not a number of seconds", "write it as `MAX_DURATION: 120`")
        except PhraseError as error:
            self._add(line, str(error), error.hint)
        return None

    def _before(self, part: Part) -> Iterator[Step]:
        number = 0
        for block in part.blocks:
            if isinstance(block, Fence):
                for line, command in _commands(block):
                    number += 1
                    yield _step(Section.BEFORE, number, line, command)

    def _numbered(self, part: Part, section: Section) -> Iterator[Step]:
        between, steps = parts(part.blocks, level=3)
        for block in between:
            if not isinstance(block, Other):
                hint = "put it under a heading such as `### Step 1: Open an account`"
                self._add(block.line, "text before the first step is not carried out", hint)
        for number, step in enumerate(steps, 1):
            yield self._step(step, section, number)

    def _step(self, part: Part, section: Section, number: int) -> Step:
        labels = list(labelled(part.blocks))
        commands = [block for block in part.blocks if isinstance(block, Fence) and not belongs_to_label(block, labels)]
        for extra in commands[1:]:
            self._add(extra.line, f"a second block of commands in step {number}", "make two steps of it")
        if commands and not commands[0].content.strip():
            self._add(commands[0].line, f"the command of step {number} is empty", "write what the user types")
        found = _STEP.fullmatch(part.heading.text)
        words = (found[1] if found else part.heading.text) or part.heading.text
        action = next((label.value for label in labels if label.name == "browser action"), "")
        step = _step(section, number, part.heading.line, commands[0].content.rstrip("\n") if commands else None)
        text = words if commands or not action else f"{words}: {action}"
        return step.model_copy(update={"text": text, "expectations": tuple(self._expectations(labels))})

    def _expectations(self, labels: Sequence[Label]) -> Iterator[ExpectationLine]:
        for label in labels:
            if label.name == "expected exit code":
                yield self._exit_code(label)
            elif label.name in _CONTAINS or label.name in _NOT_CONTAINS:
                yield from self._output(label, shown=label.name in _CONTAINS)
            elif label.name.startswith("expected") and label.value:
                yield ExpectationLine(line=label.line, text=f"{label.name.capitalize()}: {label.value}")

    def _exit_code(self, label: Label) -> ExpectationLine:
        value = label.value.strip("`'\". ").lower()
        text = f"The exit code is {label.value}."
        if re.fullmatch(r"[0-9]{1,3}", value) and int(value) < 256:
            return ExpectationLine(line=label.line, text=text, expectation=ExitCodeIs(code=int(value)))
        if value in ("non-zero", "nonzero", "not 0", "not zero", "!= 0"):
            return ExpectationLine(line=label.line, text="It is refused.", expectation=Refused())
        self._add(label.line, f"'{label.value}' is not an exit code", "write a number from 0 to 255, or `non-zero`")
        return ExpectationLine(line=label.line, text=text)

    def _output(self, label: Label, *, shown: bool) -> Iterator[ExpectationLine]:
        texts = list(named_texts(label))
        if not texts:
            self._add(label.line, f"'{label.name}' names no text", "write the text in quotes, or take the line away")
        for line, text, is_regex in texts:
            verb = "see" if shown else "do not see"
            words = f"You {verb} a line matching `{text}`." if is_regex else f'You {verb} "{text}".'
            yield ExpectationLine(line=line, text=words, expectation=self._seen(line, text, is_regex, shown))

    def _seen(self, line: int, text: str, is_regex: bool, shown: bool) -> Expectation | None:
        if not is_regex:
            return Sees(text=text, shown=shown)
        try:
            found = SeesLine(pattern=pattern(text))
        except PhraseError as error:
            self._add(line, str(error), error.hint)
            return None
        return found if shown else None

    def _artifacts(self, part: Part) -> Iterator[ExpectationLine]:
        for line, text in lines_of(part.blocks):
            if text and not _EVIDENCE.search(text) and not _NO_ARTIFACT.fullmatch(text.strip("*_. ")):
                yield from self._artifact(line, text)

    def _artifact(self, line: int, text: str) -> Iterator[ExpectationLine]:
        slots = read_line(text).slots
        path = slots[0] if slots else text.split()[0].rstrip(":,")
        if not slots and not re.search(r"[./]", path):
            yield ExpectationLine(line=line, text=text)
            return
        try:
            yield ExpectationLine(line=line, text=f"The file `{path}` exists.", expectation=_exists(path))
            for content in slots[1:]:
                contains = FileContains(path=path, text=content)
                yield ExpectationLine(line=line, text=f'The file `{path}` contains "{content}".', expectation=contains)
        except PhraseError as error:
            self._add(line, str(error), error.hint)

    def _refuse_slip(self, part: Part) -> None:
        name = _name(part)
        close = nearest(name, _SECTIONS)
        if close and close.lower() != name and name not in ("feature", "prerequisites", "constraints"):
            what = f"unknown section '{part.heading.text}'"
            self.collector.add(_codes.SECTION, part.heading.line, what, f"did you mean '## {close}'?")

    def _add(self, line: int, what: str, hint: str) -> None:
        self.collector.add(_codes.KITCHEN_LOOP, line, what, hint)


def _name(part: Part) -> str:
    return re.sub(r"\s*\(.*\)$", "", part.heading.text.rstrip(":")).strip().lower()


def _exists(path: str) -> FileExists:
    return FileExists(path=user_path(path))


def _step(section: Section, number: int, line: int, command: str | None) -> Step:
    action = RunCommand(command=command) if command and command.strip() else None
    text = f"Run `{command}`." if command and "\n" not in command else "Run the commands."
    return Step(section=section, number=number, line=line, text=text, action=action, needed=section is Section.BEFORE)


def _commands(fence: Fence) -> Iterator[tuple[int, str]]:
    """The commands of a block, one a line where each line is a command of its own; the whole block otherwise."""
    lines = [(fence.line + at, line) for at, line in enumerate(fence.content.split("\n"), 1)]
    commands = [(line, text) for line, text in lines if text.strip() and not text.lstrip().startswith("#")]
    if any(_CONTINUED.search(text) for _, text in commands):
        yield commands[0][0], fence.content.rstrip("\n")
    else:
        yield from commands
