"""Requirements under OpenSpec's headings with their scenarios; what a change does to them lies in ``_openspec_deltas``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.requirements import Scenario
from harness.domain.slugs import slug
from harness.domain.specifications import DeltaKind
from harness.markdown.tree import Html
from harness.readers import _codes
from harness.readers.specifications._gathering import Gathered
from harness.readers.specifications._kinds import kind_of
from harness.readers.specifications._openspec_words import (
    HEADING_IN_TEXT,
    delta_kind,
    is_requirements,
    requirement_name,
    scenario_name,
)
from harness.readers.specifications._prose import binding_level, mentions_binding, one_line, split_comments
from harness.readers.specifications._scenario_steps import scenario
from harness.readers.specifications._sections import Section, code_within, is_comment, lines

_FENCE = re.compile(r"[ \t>*+.)0-9-]*(?:```|~~~)")
_LEVEL = 3
_IN_COMMENT = "it stands in a comment"
_GOES_ALONE = "it stands under no requirement"


class Reading:
    """The requirements of the truth; ``taken`` are the lines that something was read from."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.taken: set[int] = set()

    def read(self, root: Section) -> None:
        """Read every section of a document."""
        self._read(root, ())

    def _read(self, section: Section, above: Sequence[str]) -> None:
        kind = delta_kind(section.title)
        if kind is not None and self._refused(section, kind):
            return
        stated = requirement_name(section.title) is not None or _is_bare_requirement(section, above)
        if stated:
            self.state(section, above, self.gathered)
        elif scenario_name(section.title)[0]:
            self.gathered.leave(section.line, section.title, _GOES_ALONE)
        for child in section.children:
            if not stated or requirement_name(child.title) is not None:
                self._read(child, (*above, section.title))

    def _refused(self, section: Section, kind: DeltaKind) -> bool:
        """Note a section of a change in the truth; what it adds is read as if it were in force, what it removes is not."""
        what = f"'{section.title}' is a section of a change, and stands in a specification that is in force"
        hint = "move what is in force below '## Requirements', and the rest into a change"
        self.gathered.collector.add(_codes.DELTA_IN_TRUTH, section.line, what, hint)
        gone = kind in (DeltaKind.REMOVED, DeltaKind.RENAMED)
        if gone:
            for one in section.within():
                if requirement_name(one.title) is not None:
                    self.gathered.leave(one.line, one.title, f"it stands below '{section.title}'")
            self._take(section)
        return gone

    def state(self, section: Section, above: Sequence[str], gathered: Gathered) -> None:
        """Note the requirement that a section is; its name is its id, and its text where it says nothing else."""
        name = requirement_name(section.title)
        title = section.title.strip() if name is None else name
        said = _text(section)
        self.taken.update(range(section.line, _own_end(section)))
        self._leave_comments(section)
        id_ = slug(title)
        if not id_:
            gathered.leave(section.line, section.title or "Requirement:", "its heading gives the requirement no name")
            return
        gathered.state(
            id_,
            f"{title} {said}" if name is None else said or title,
            section.line,
            title=title,
            kind=kind_of("", above, said),
            scenarios=tuple(self._scenarios(section)),
        )

    def _leave_comments(self, section: Section) -> None:
        """Note what binds in comments above the scenarios: nobody who reads the page sees it."""
        for line in lines(section.blocks):
            for comment in split_comments(line.text)[1]:
                if mentions_binding(comment):
                    self.gathered.leave(line.number, comment, _IN_COMMENT)
        for block in section.blocks:
            if isinstance(block, Html) and is_comment(block) and mentions_binding(block.content):
                self.gathered.leave(block.line, block.content, _IN_COMMENT)

    def _scenarios(self, section: Section) -> Iterator[Scenario]:
        for child in _scenario_sections(section):
            self._take(child)
            yield from self._scenarios_of(child)

    def _scenarios_of(self, section: Section) -> Iterator[Scenario]:
        """The scenario that a section is, and those that stand in it under headings of their own."""
        if requirement_name(section.title) is not None:
            self.gathered.leave(section.line, section.title, "it stands within a scenario")
        inner = [one for one in section.children if _is_named(one)]
        own = _without(section, inner)
        said = scenario(scenario_name(section.title)[1], lines(own.everything()), self.gathered.place(section.line))
        if said is not None:
            yield said
        elif not inner:
            self.gathered.leave(section.line, section.title, "nothing stands below the heading of this scenario")
        for one in inner:
            yield from self._scenarios_of(one)

    def _take(self, section: Section) -> None:
        self.taken.update(range(section.line, section.end))


def leave_hidden(gathered: Gathered, root: Section, source: Sequence[str]) -> None:
    """Note each heading of a requirement that stands in code or in a comment, and so is none."""
    for section in root.within():
        for fence in code_within(section.blocks):
            marked = _FENCE.match(source[fence.line - 1])
            _leave_headings(gathered, fence.content, fence.line + bool(marked), "it stands in a block of code")
        for block in section.blocks:
            if isinstance(block, Html) and is_comment(block):
                _leave_headings(gathered, block.content, block.line, _IN_COMMENT)


def _leave_headings(gathered: Gathered, text: str, line: int, why: str) -> None:
    for at, words in enumerate(text.split("\n"), line):
        if HEADING_IN_TEXT.match(words):
            gathered.leave(at, words.strip(), why)


def _text(section: Section) -> str:
    """What a requirement says above its scenarios, without comments."""
    inner = [one for one in section.children if requirement_name(one.title) is not None]
    own = _without(section, [*inner, *_scenario_sections(section)])
    return one_line(" ".join(split_comments(line.text)[0] for line in lines(own.everything())))


def _without(section: Section, apart: Sequence[Section]) -> Section:
    gone = set(map(id, apart))
    children = [one for one in section.children if id(one) not in gone]
    return Section(section.title, section.line, section.level, section.end, section.blocks, children)


def _is_named(section: Section) -> bool:
    """Whether a heading says what it is of, and so begins something of its own wherever it stands."""
    return scenario_name(section.title)[0] or requirement_name(section.title) is not None


def _scenario_sections(requirement: Section) -> list[Section]:
    """The headings below a requirement that begin scenarios: those that say so, and any of the fourth level.

    Where requirements stand at another level, any of the next level does, unless one of them says so.
    """
    children = [one for one in requirement.children if requirement_name(one.title) is None]
    saying = [any(scenario_name(inner.title)[0] for inner in one.within()) for one in children]
    any_counts = requirement.level == _LEVEL or not any(saying)
    next_level = requirement.level + 1
    pairs = zip(children, saying, strict=True)
    return [one for one, says in pairs if says or (any_counts and one.level == next_level)]


def _is_bare_requirement(section: Section, above: Sequence[str]) -> bool:
    """Whether a heading below *Requirements* that does not say so is one: it binds, or has scenarios."""
    if not above or not is_requirements(above[-1]) or any(requirement_name(one.title) for one in section.within()):
        return False
    binds = binding_level(section.title) or any(binding_level(line.text) for line in lines(section.blocks))
    return bool(binds or any(scenario_name(one.title)[0] for one in section.children))


def _own_end(section: Section) -> int:
    """The line after what is the requirement's own: requirements within it have theirs."""
    return next((one.line for one in section.children if requirement_name(one.title) is not None), section.end)
