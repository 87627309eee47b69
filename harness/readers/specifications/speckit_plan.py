"""Spec Kit's ``plan.md``: its check against the constitution, and the exceptions that it records; the rest is left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.places import Place
from harness.domain.specifications import Deviation, LeftOut, PlanCheck, Specification
from harness.markdown.parse import parse
from harness.markdown.tree import Block, Grid, Heading, Item, Listed, Paragraph, Row
from harness.readers.specifications import _speckit_paths as paths
from harness.readers.specifications._prose import binding_level, one_line, unemphasised
from harness.readers.specifications._speckit_heads import head_of
from harness.readers.specifications._speckit_labels import is_label
from harness.readers.specifications._speckit_sections import Section, sections

_SNIFF = re.compile(r"^#{1,3}[ \t]+Constitution Check\b", re.MULTILINE)
_CHECK = re.compile(r"constitution(?:al)? (?:check|compliance)|verfassungsprüfung|宪章|憲章|憲法", re.IGNORECASE)
_TRACKING = re.compile(r"complexity tracking", re.IGNORECASE)
_BOX = re.compile(r"\[(?P<box>[ xX])\]\s*(?P<text>.*)", re.DOTALL)
_PASS = re.compile(
    r"✅|✓|✔|\[x\]|\b(?:pass(?:ed|es)?|compliant|compl(?:y|ies)|satisfied|ok|yes|aligned|met|erfüllt|conforme|cumple)\b|通过|符合|合格",
    re.IGNORECASE,
)
_FAIL = re.compile(
    r"❌|✗|✘|\b(?:fail(?:ed|s|ure)?|violat(?:ion|es|ed)|non-compliant|not (?:met|satisfied|compliant|passed?|ok|yes|aligned)|"
    r"verletzt|no cumple|não conforme)\b|不通过|违反",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|without|zero|0|keine?)\s{1,3}(?:\w{1,20}\s{1,3}){0,2}(?:violations?|failures?)\b", re.IGNORECASE
)
_ASKED = re.compile(
    r"\b(?:must|should|shall|needs? to|has to|have to)\s{1,3}(?:all\s{1,3})?(?:pass|be met|comply)\b", re.IGNORECASE
)
_NONE = re.compile(r"\W*(?:none|n/?a|-|—|no violations?.*|not applicable)\W*", re.IGNORECASE | re.DOTALL)
_TOKEN = re.compile(r"\s*\[[^\[\]]*\]\s*")
_STATUS = re.compile(r"status|pass|result|compl|gate\?|verdict|结论|結果", re.IGNORECASE)
_LONGEST = 80


def claims(text: str, path: str) -> bool:
    """Whether a document is the plan in a folder of Spec Kit's."""
    return path.rpartition("/")[2] == paths.PLAN and paths.is_numbered(path)


def sniff(text: str, path: str) -> bool:
    """Whether a document is a feature's plan."""
    return claims(text, path) or (path.rpartition("/")[2] == paths.PLAN and bool(_SNIFF.search(text)))


def read(text: str, path: str) -> Specification:
    """The checks and the exceptions of a plan; a requirement that it states is left out."""
    document = parse(text, path)
    every = list(sections(document.blocks).all())
    checks: list[PlanCheck] = []
    deviations: list[Deviation] = []
    left_out: list[LeftOut] = []
    for section in every:
        if any(map(_TRACKING.search, section.headings)):
            deviations.extend(_deviations(section.blocks, path, left_out))
        elif any(map(_CHECK.search, section.headings)):
            checks.extend(_checks(section, path))
        else:
            left_out.extend(_stated(section.blocks, path))
    return Specification(
        path=path,
        feature=paths.feature(path),
        title=next((one_line(unemphasised(block.text)) for block in document.blocks if isinstance(block, Heading)), ""),
        plan_checks=tuple(checks),
        deviations=tuple(deviations),
        left_out=tuple(left_out),
    )


def _checks(section: Section, path: str) -> Iterator[PlanCheck]:
    for block in section.blocks:
        if isinstance(block, Listed):
            for item in block.items:
                yield from _of_item(item, path)
        elif isinstance(block, Grid):
            yield from (_of_row(block, row, path) for row in block.rows if any(row.cells))
        elif isinstance(block, Paragraph):
            for line, text in enumerate(block.lines, block.line):
                if _passed(text) is not None and not is_label(text):
                    yield PlanCheck(
                        text=one_line(unemphasised(text)), passed=_passed(text), place=Place(path=path, line=line)
                    )


def _of_item(item: Item, path: str) -> Iterator[PlanCheck]:
    box = _BOX.fullmatch(item.text)
    words = one_line(unemphasised(box["text"] if box else item.text))
    told = _passed(words)
    if told is None and box:
        told = box["box"] != " "
    nested = [below for block in item.below if isinstance(block, Listed) for below in block.items]
    if words and not (words.endswith(":") and nested):
        yield PlanCheck(text=words, passed=told, place=Place(path=path, line=item.line))
    for below in nested:
        yield from _of_item(below, path)


def _of_row(grid: Grid, row: Row, path: str) -> PlanCheck:
    told = [cell for name, cell in zip(grid.columns, row.cells, strict=False) if _STATUS.search(name)]
    passed = _passed(" ".join(told)) if told else _passed(" ".join(row.cells[1:]))
    words = one_line(unemphasised(" | ".join(cell for cell in row.cells if cell)))
    return PlanCheck(text=words, passed=passed, place=Place(path=path, line=row.line))


def _passed(text: str) -> bool | None:
    """What a line says of itself; a failure that it denies is none, and None is that it does not say."""
    text = _DENIED.sub("✓", _ASKED.sub("", text))
    if _FAIL.search(text):
        return False
    return True if _PASS.search(text) else None


def _deviations(blocks: Sequence[Block], path: str, left_out: list[LeftOut]) -> Iterator[Deviation]:
    for block in blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                yield from _deviation(row, path, left_out)
        elif isinstance(block, Listed):
            for item in block.items:
                words = one_line(unemphasised(item.text))
                if words and not _NONE.fullmatch(words):
                    principle, _, why = words.partition(":")
                    yield Deviation(
                        principle=principle.strip(), why=why.strip(), place=Place(path=path, line=item.line)
                    )


def _deviation(row: Row, path: str, left_out: list[LeftOut]) -> Iterator[Deviation]:
    cells = [one_line(unemphasised(cell)) for cell in (*row.cells, "", "", "")]
    place = Place(path=path, line=row.line)
    if _TOKEN.fullmatch(cells[0]):
        left_out.append(
            LeftOut(place=place, text=" | ".join(row.cells)[:_LONGEST], why="the row of the template was not filled in")
        )
    elif cells[0] and not _NONE.fullmatch(cells[0]):
        yield Deviation(principle=cells[0], why=cells[1], rejected="; ".join(filter(None, cells[2:])), place=place)


def _stated(blocks: Sequence[Block], path: str) -> Iterator[LeftOut]:
    for block in blocks:
        for item in block.items if isinstance(block, Listed) else ():
            head = head_of(item.text)
            if head and head.known and (head.level or binding_level(head.rest)):
                place = Place(path=path, line=item.line)
                yield LeftOut(place=place, text=one_line(item.text)[:_LONGEST], why="a plan states no requirement")
