"""Which requirements mention a thing that a user can reach, by its literal name, or have evidence that uses it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness.domain.actions import Action, OpenPage, RunCommand, SendRequest
from harness.domain.cards import Card, Section, Step
from harness.domain.requirements import Requirement
from harness.domain.tracing import SurfaceItem, SurfaceKind
from harness.trace.command_lines import Commands
from harness.trace.paths import Paths

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")
_MARKED = re.compile(r"(?<!`)(`+)(?!`)(?P<code>.{1,300}?)(?<!`)\1(?!`)|[\"“„](?P<said>[^\"“”„]{1,300})[\"”]", re.DOTALL)
_IN_PATH = r"[^\s`\"“”'<>()]*"
_REQUEST = re.compile(
    rf"(?<![\w/])(?P<method>{'|'.join(METHODS)})\s+(?P<target>(?:https?://|/){_IN_PATH}(?:<[\w:.-]{{1,60}}>{_IN_PATH})*)"
)
_TARGET = re.compile(r"(?:https?://[^/\s]+)?/\S*")
_COMMAND_WORD = re.compile(r"\W{0,3}(?:sub-?)?commands?\b", re.IGNORECASE)
_COMMAND_BEFORE = re.compile(r"\b(?:sub-?)?commands?\W{0,3}$", re.IGNORECASE)
_PAGE_WORD = re.compile(r"\W{0,3}(?:page|screen|view)s?\b", re.IGNORECASE)
_PAGE_BEFORE = re.compile(r"\b(?:page|screen|view)s?(?:,? (?:titled|called|named))?\W{0,3}$", re.IGNORECASE)


@dataclass(frozen=True)
class Use:
    """A card or golden case that shows requirements: its key, what it does, and their qualified names."""

    evidence: str
    card: Card
    requirements: tuple[str, ...]


def claimed(
    items: Sequence[SurfaceItem],
    requirements: Sequence[Requirement],
    uses: Sequence[Use],
    titles: Mapping[str, str] | None = None,
    home: str = "",
) -> tuple[SurfaceItem, ...]:
    """The items with the requirements that mention them, and with those whose evidence uses them.

    A requirement mentions a command or a path where it stands in code or quotes, or behind a method; a sub-command also by its
    own name beside the word *command*; a page by its title beside the word *page* (``titles`` are by the item's name). Evidence
    uses what its steps and bad input do; what is only prepared before the start is not shown by it. Bare paths belong to the
    address ``home``.
    """
    names = _Names(items, titles or {}, home)
    mentions: dict[int, dict[str, None]] = {}
    through: dict[int, dict[str, None]] = {}
    for requirement in requirements:
        for at in names.mentioned_by(requirement):
            mentions.setdefault(at, {})[requirement.qualified] = None
    for use in uses:
        for at in names.used_by(use.card) if use.requirements else ():
            mentions.setdefault(at, {}).update(dict.fromkeys(use.requirements))
            through.setdefault(at, {})[use.evidence] = None
    return tuple(
        item.model_copy(update={"claimed": tuple(mentions.get(at, ())), "through": tuple(through.get(at, ()))})
        for at, item in enumerate(items)
    )


class _Names:
    """The items by what they may be called."""

    def __init__(self, items: Sequence[SurfaceItem], titles: Mapping[str, str], home: str) -> None:
        commands = {tuple(item.name.split()): at for at, item in _of(items, SurfaceKind.COMMAND)}
        self._commands = Commands(commands)
        self._paths = Paths(home)
        for at, item in _of(items, SurfaceKind.ROUTE):
            method, _, path = item.name.partition(" ")
            self._paths.add(method, path, at)
        for at, item in _of(items, SurfaceKind.PAGE):
            self._paths.add("", item.name, at)
        self._titles = _only_ones((_folded(titles.get(item.name, "")), at) for at, item in _of(items, SurfaceKind.PAGE))

    def mentioned_by(self, requirement: Requirement) -> set[int]:
        """What a requirement names in its words, its title, or its scenarios."""
        texts = [requirement.title, requirement.text]
        texts += [text for one in requirement.scenarios for text in (one.name, one.text)]
        return {at for text in texts for at in self._mentioned(text)}

    def used_by(self, card: Card) -> set[int]:
        """What the steps of a card do."""
        steps = (step for step in card.steps if step.section is not Section.BEFORE)
        return {at for step in steps for at in self._step(step)}

    def _step(self, step: Step) -> Iterator[int]:
        if step.action is None:
            yield from self._mentioned(step.text)
        else:
            yield from self._action(step.action)

    def _action(self, action: Action) -> Iterator[int]:
        match action:
            case RunCommand(command=command):
                yield from self._commands.typed(command)
            case SendRequest(method=method, target=target):
                yield from self._paths.asked(method, target)
            case OpenPage(target=target):
                yield from self._paths.asked("GET", target)

    def _mentioned(self, text: str) -> Iterator[int]:
        for found in _REQUEST.finditer(text):
            yield from self._paths.asked(found["method"], found["target"].rstrip(".,;:!?"))
        for found in _MARKED.finditer(text):
            said = (found["code"] or found["said"] or "").strip()
            before, after = text[max(found.start() - 40, 0) : found.start()], text[found.end() : found.end() + 20]
            yield from self._marked(said, before, after)

    def _marked(self, said: str, before: str, after: str) -> Iterator[int]:
        if target := _TARGET.fullmatch(said):
            yield from self._paths.named(target[0])
        yield from self._commands.typed(said.removeprefix("$ "))
        if _COMMAND_WORD.match(after) or _COMMAND_BEFORE.search(before):
            yield from self._commands.called(said)
        if _PAGE_WORD.match(after) or _PAGE_BEFORE.search(before):
            yield from (at for at in [self._titles.get(_folded(said))] if at is not None)


def _of(items: Sequence[SurfaceItem], kind: SurfaceKind) -> Iterator[tuple[int, SurfaceItem]]:
    return ((at, item) for at, item in enumerate(items) if item.kind is kind)


def _only_ones(named: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Names that stand for one thing alone."""
    found: dict[str, list[int]] = {}
    for name, at in named:
        found.setdefault(name, []).append(at)
    return {name: places[0] for name, places in found.items() if name and len(places) == 1}


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
