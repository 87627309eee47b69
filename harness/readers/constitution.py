"""Our own constitutions: principles under ``##`` headings, with fields, checks and samples; other dialects lie beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from harness.domain.places import Place
from harness.domain.principles import CheckSpec, Constitution, Principle, Reference, Remark, Sample
from harness.markdown import codes as document_codes
from harness.markdown.collector import Collector
from harness.markdown.front_matter import refuse_unknown_keys
from harness.markdown.parse import parse
from harness.markdown.text import sha256
from harness.markdown.tree import Block, Document, Heading, Listing, Part, Scalar, Table, parts
from harness.readers import _codes
from harness.readers._principles_checks import read_checks, read_sample, refuse_role, role_of
from harness.readers._principles_fields import Fields, looks_like_principle, read_fields
from harness.readers._principles_forms import has_six_fields, is_spec_kit, without_examples
from harness.readers._principles_terms import ID, levels_differ
from harness.readers._principles_tokens import tokens_of
from harness.readers._principles_versions import Versions, prose, read_versions
from harness.readers._principles_words import Source, fences

READS = "constitution"
FORMAT = "constitution"
_HEADING = re.compile(rf"({ID})(?:\s*[:—–-]\s*|\s+|$)(.*)")
_CHECK = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*(?:ya?ml|json)[ \t]+check\b", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(
    r"^[ \t]*[-*+][ \t]+(?:(?:\*\*|__)(level|constraint)(?::[ \t]*(?:\*\*|__)|(?:\*\*|__)[ \t]*:)|(?:level|constraint)[ \t]*:)",
    re.IGNORECASE | re.MULTILINE,
)
_PRINCIPLE = re.compile(rf"^##[ \t]+{ID}\b", re.MULTILINE)
_EXTENDS = re.compile(r"\A---[ \t]*\r?\n(?:(?!---).*\n)*?extends[ \t]*:", re.MULTILINE)
_VERSION = re.compile(
    r"^version[ \t]+[\w.+-]{1,80}[ \t]*[·|,—–-].*\b(?:ratified|amended)\b", re.IGNORECASE | re.MULTILINE
)
_FOREIGN = re.compile(r"\A---[ \t]*\r?\n(?:(?!---).*\n)*?(?:verifies|surface|tier)[ \t]*:", re.MULTILINE)


def sniff(text: str) -> bool:
    """Whether a text wants to be a constitution of ours: a check, a level, a parent, or our line of versions."""
    text = without_examples(text.removeprefix("\ufeff"))
    if _FOREIGN.match(text):
        return False
    fields = [(found[1] or "").lower() for found in _FIELD.finditer(text)]
    titled = bool(_PRINCIPLE.search(text))
    named = bool(fields and titled) or ("level" in fields and not has_six_fields(text) and not is_spec_kit(text))
    dated = bool(_VERSION.search(text)) and not is_spec_kit(text)
    return named or dated or any(form.search(text) for form in (_CHECK, _EXTENDS))


def read(text: str, path: str) -> Constitution:
    """The constitution that a text is.

    Raises:
        DocumentError: with every mistake of the text.
    """
    return _Reading(parse(text, path)).constitution()


class _Reading:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = Source.of(document)
        self.collector = Collector(document.path)
        self.remarks: list[Remark] = []

    def constitution(self) -> Constitution:
        before, sections = parts(self.document.blocks, level=2)
        title = self._title()
        extends = tuple(self._extends())
        self._refuse_without_id(Part(Heading(1, title, 1), before))
        principles = tuple(self._principles(sections))
        words = [
            *before,
            *(block for part in sections if not _HEADING.fullmatch(part.heading.text) for block in part.blocks),
        ]
        self._refuse_homeless(words)
        versions = self._versions(words)
        if not principles and not extends and not self.collector.mistakes:
            hint = "write principles such as `## SEC-001 No secrets in code`, or extend a constitution that has some"
            self.collector.add(_codes.NO_PRINCIPLE, 1, "no principle is found in this constitution", hint)
        self.collector.raise_if_any()
        return Constitution(
            title=title,
            path=self.document.path,
            format=FORMAT,
            version=versions.version,
            ratified=versions.ratified,
            amended=versions.amended,
            extends=extends,
            principles=principles,
            tokens=tokens_of(self.document),
            remarks=tuple(self.remarks),
            sha256=sha256(self.document.text),
        )

    def _title(self) -> str:
        titles = [block for block in self.document.blocks if isinstance(block, Heading) and block.level == 1]
        for extra in titles[1:]:
            what, hint = f"a second title '{extra.text}'", "make two documents of it, or use `##`"
            self.collector.add(_codes.CONSTITUTION_TITLE, extra.line, what, hint)
        if titles and titles[0].text:
            return titles[0].text
        line = titles[0].line if titles else 1
        hint = "add a line such as `# Web service constitution`"
        self.collector.add(_codes.CONSTITUTION_TITLE, line, "the constitution has no title", hint)
        return ""

    def _versions(self, blocks: Sequence[Block]) -> Versions:
        versions = read_versions(prose(blocks))
        for line, what, hint in versions.problems:
            self.collector.add(_codes.VERSION, line, what, hint)
        return versions

    def _extends(self) -> Iterator[Reference]:
        table = self.document.front or Table({}, {}, 1)
        refuse_unknown_keys(table, frozenset({"extends"}), self.collector)
        value = table.values.get("extends")
        for item in value.items if isinstance(value, Listing) else (value,) if value else ():
            name = item.text if isinstance(item, Scalar) else None
            resolved = resolve(name, self.document.path) if name else None
            if resolved is None:
                hint = (
                    "write the name of a shipped constitution, or a path relative to this file and inside the project"
                )
                what = f"{name!r} cannot be extended" if name else "'extends' names no constitution"
                self.collector.add(document_codes.INVALID_VALUE, item.line, what, hint)
            else:
                yield Reference(name=resolved, place=Place(path=self.document.path, line=item.line))

    def _principles(self, sections: Sequence[Part]) -> Iterator[Principle]:
        seen: dict[str, int] = {}
        ends = [*(part.heading.line for part in sections[1:]), len(self.source.lines) + 1]
        for part, end in zip(sections, ends, strict=False):
            found = _HEADING.fullmatch(part.heading.text)
            if not found:
                self._refuse_without_id(part)
            elif found[1] in seen:
                what = f"principle '{found[1]}' is given twice, first on line {seen[found[1]]}"
                hint = "give one of the two another number"
                self.collector.add(_codes.PRINCIPLE_TWICE, part.heading.line, what, hint)
            else:
                seen[found[1]] = part.heading.line
                yield from self._principle(part, found[1], found[2].strip(), end)

    def _refuse_without_id(self, part: Part) -> None:
        below = any(isinstance(block, Heading) and _HEADING.fullmatch(block.text) for block in part.blocks)
        if looks_like_principle(part) and not below:
            hint = "begin the heading with an id in capitals with a number, such as `## SEC-002 Parameterised SQL`"
            what = f"the heading '{part.heading.text}' of a principle has no id"
            self.collector.add(_codes.PRINCIPLE_HEADING, part.heading.line, what, hint)

    def _principle(self, part: Part, id_: str, title: str, end: int) -> Iterator[Principle]:
        line = part.heading.line
        if not title:
            hint = f"say in a few words what it is about: `## {id_} Parameterised SQL`"
            self.collector.add(_codes.PRINCIPLE_HEADING, line, f"principle '{id_}' has no title", hint)
        self._refuse_below(part)
        fields = read_fields(part, self.source, end, self.collector)
        checks, samples = self._checks_and_samples(part)
        self._compare_levels(fields)
        if fields.level:
            yield Principle(
                id=id_,
                title=title,
                level=fields.level,
                cwes=fields.cwes,
                applies_to=fields.applies_to,
                constraint=fields.constraint,
                pattern=fields.pattern,
                rationale=fields.rationale,
                enforcement=fields.enforcement,
                precision=fields.precision,
                precision_basis=fields.precision_basis,
                checks=checks,
                samples=samples,
                review_only=fields.review_only,
                verifies=fields.verifies,
                place=Place(path=self.document.path, line=line),
                constitution=self.document.path,
                sha256=self.source.digest(line, end),
            )

    def _checks_and_samples(self, part: Part) -> tuple[tuple[CheckSpec, ...], tuple[Sample, ...]]:
        checks: list[CheckSpec] = []
        samples: list[Sample] = []
        for fence in fences(part.blocks):
            refuse_role(fence, self.collector)
            role = role_of(fence)
            if role == "check":
                checks.extend(read_checks(fence, self.collector))
            elif role:
                samples.append(read_sample(fence, role == "good", self.collector))
        return tuple(checks), tuple(samples)

    def _refuse_below(self, part: Part) -> None:
        for block in part.blocks:
            if isinstance(block, Heading) and block.level > 2 and _HEADING.fullmatch(block.text):
                what = f"the heading '{block.text}' stands below another principle"
                self.collector.add(_codes.PRINCIPLE_HEADING, block.line, what, "begin each principle with `##`")

    def _refuse_homeless(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Heading) and block.level != 1 and _HEADING.fullmatch(block.text):
                what = f"the heading '{block.text}' of a principle is not of the second level"
                self.collector.add(_codes.PRINCIPLE_HEADING, block.line, what, "begin each principle with `##`")
        for fence in fences(blocks):
            role = role_of(fence)
            if role:
                hint = "put it below the heading of its principle, such as `## SEC-002 Parameterised SQL`"
                self.collector.add(_codes.FENCE, fence.line, f"this '{role}' block belongs to no principle", hint)

    def _compare_levels(self, fields: Fields) -> None:
        what = levels_differ(fields.level, fields.constraint) if fields.level else ""
        if what:
            place = Place(path=self.document.path, line=fields.lines["Constraint"])
            hint = "make the two say the same"
            self.remarks.append(Remark(code=_codes.LEVELS_DIFFER.code, what=what, hint=hint, place=place))


def resolve(name: str, path: str) -> str | None:
    """A constitution that the one at ``path`` names: a path relative to the project, or a shipped name; None for neither."""
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        return name
    if not name.isprintable() or "\\" in name or PurePosixPath(name).is_absolute():
        return None
    resolved = list(PurePosixPath(path).parent.parts)
    for part in PurePosixPath(name).parts:
        if part != "..":
            resolved.append(part)
        elif not resolved or resolved[-1] in ("/", ".."):
            return None
        else:
            resolved.pop()
    return str(PurePosixPath(*resolved))
