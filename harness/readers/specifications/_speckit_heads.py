"""The head of a requirement: its id, how that is set apart, and the marks behind it; what it says is found by the walk."""

from __future__ import annotations

import re
from dataclasses import dataclass

from harness.domain.principles import Level
from harness.domain.requirements import RequirementKind
from harness.readers.specifications._prose import binding_level, one_line, only_binds, unemphasised

_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,4}){0,3}[a-z]?"
_MORE = r"(?:(?:-[A-Z][A-Z0-9]{0,15}){0,3}-?|(?:-[0-9]{1,4}){1,2}-)"
_KNOWN = rf"(?:[A-Z][A-Z0-9]{{0,15}}-){{0,3}}(?:FR|NFR|SC|REQ){_MORE}{_NUMBER}"
_ANY = rf"[A-Z][A-Z0-9]{{0,15}}(?:-[A-Z0-9]{{1,15}}){{0,4}}-{_NUMBER}"
ID = re.compile(rf"(?<![A-Za-z0-9-])(?:{_KNOWN}|{_ANY})(?![A-Za-z0-9-]|\.[0-9])")
KNOWN_ID = re.compile(rf"(?<![A-Za-z0-9-])(?:{_KNOWN}|C-{_NUMBER})(?![A-Za-z0-9-]|\.[0-9])")
_AT_START = re.compile(
    rf"(?P<before>(?:\[[ xX]\]\s+)?(?:<a\b[^<>]{{0,99}}>(?:</a>)?\s*)?(?:~~)?)(?P<mark>[*_`\[]{{0,5}})(?P<id>{ID.pattern})"
)
_NO_REQUIREMENT = re.compile(
    r"(?:AC|ADR|AES|ASM|BUG|CVE|CWE|DEP|EC|HTTP|ISO|OQ|Q|RFC|SHA|T|TASK|TC|TEST|TLS|UC|US|UTF)-[0-9]|.*-(?:AC|EC|TC|US)-[0-9]"
)
_KINDS = {
    "NFR": RequirementKind.NON_FUNCTIONAL,
    "FR": RequirementKind.FUNCTIONAL,
    "REQ": RequirementKind.FUNCTIONAL,
    "SC": RequirementKind.SUCCESS,
    "C": RequirementKind.CONSTRAINT,
    "CON": RequirementKind.CONSTRAINT,
}
_STORY = re.compile(r"(?<![\w-])US[- ]?0{0,3}([0-9]{1,4})(?![\w-])|\b[Uu]ser [Ss]tory 0{0,3}([0-9]{1,4})\b")
_SET_APART = re.compile(r"[(\[]([^()\[\]]{1,200})[)\]]")
_PRIORITY = re.compile(
    r"(?:priorit\w{1,5}\s{0,3}[:=]?\s{0,3})?(P[0-4]|critical|high|medium|low|must|should|could|won't)", re.IGNORECASE
)
_DROPPED = re.compile(
    r"(?:deferred|removed|deprecated|withdrawn|superseded|obsolete|dropped|deleted|retired|postponed|out of scope)\b",
    re.IGNORECASE,
)
_ANNOTATION = re.compile(r"[*_`]{0,3}(?:\((?P<round>[^()]{1,200})\)|\[(?P<square>[^\[\]]{1,200})\](?!\())[*_`]{0,3}")
_SEPARATOR = re.compile(r"\s*(?::|：|[–—]|-(?=\s)|\.(?=\s))[*_]{0,3}\s*")  # noqa: RUF001 - marks that documents write
_JOINED = re.compile(rf"[\s,/&–—*_`-]{{0,6}}(?:(?:and|or|to|through|und|bis)\s)?[*_`\s]{{0,4}}(?:{ID.pattern})")
_LINK_TARGET = re.compile(r"\([^()\s]{0,200}\)")
_FAR = 300


@dataclass
class Head:
    """A requirement's id, and what the marks behind it say. ``rest`` are the words after them.

    ``dropped`` is the mark that takes the requirement back (``[DEFERRED]``), ``separated`` tells of a colon or dash after it.
    """

    id: str
    rest: str = ""
    title: str = ""
    priority: str = ""
    level: Level | None = None
    stories: tuple[str, ...] = ()
    dropped: str = ""
    set_apart: bool = False
    separated: bool = False

    @property
    def known(self) -> bool:
        """Whether its id says by itself that it is one of a requirement; ``C-1`` may be of a constraint, or of a challenge."""
        return family(self.id) not in (None, RequirementKind.CONSTRAINT)

    @property
    def possible(self) -> bool:
        """Whether its id may be one of a requirement where requirements are expected."""
        return not _NO_REQUIREMENT.match(self.id)


def family(id_: str) -> RequirementKind | None:
    """The kind that an id names; None where it names none."""
    for part in reversed(re.split(r"[-0-9.]+", id_)):
        if part in _KINDS:
            return _KINDS[part]
    return None


def head_of(text: str) -> Head | None:
    """The head that a line, item, heading or cell begins with; None where it begins with no id, or with several."""
    found = _AT_START.match(text)
    if not found:
        return None
    head = Head(found["id"], set_apart=bool(found["mark"]))
    inside, rest = _parted(found["mark"], text[found.end() :])
    if _JOINED.match(inside + rest):
        return None
    inside = _marked(head, inside)
    rest = _marked(head, rest)
    if inside.strip() and rest.strip():
        head.title = head.title or one_line(unemphasised(inside)).strip(" :–—-")
        head.rest = rest
    else:
        head.rest = inside.strip() or rest
    if "~~" in found["before"] or re.fullmatch(r"~~.*~~\W*", head.rest.strip(), re.DOTALL):
        head.dropped = head.dropped or "struck out"
    return head


def stories_in(text: str) -> tuple[str, ...]:
    """The stories that a text names in brackets, such as ``(US4)`` or ``[US1, US3]``."""
    named = (story for part in _SET_APART.findall(text) for story in story_ids(part))
    return tuple(dict.fromkeys(named))


def story_ids(text: str) -> tuple[str, ...]:
    """The stories that a text names anywhere, each as ``US4``, whether it says ``US-4``, ``US004`` or ``User Story 4``."""
    return tuple(dict.fromkeys(f"US{int(found[1] or found[2])}" for found in _STORY.finditer(text)))


def priority_in(text: str) -> str:
    """The priority that a text is and nothing else; empty where it is none."""
    found = _PRIORITY.fullmatch(unemphasised(text).strip(" .:🎯"))
    return found[1] if found else ""


def _parted(mark: str, after: str) -> tuple[str, str]:
    """What stands in the same emphasis, link or code as the id, and what follows it."""
    for close in filter(None, (_closing(mark, "`"), _closing(mark, "["))):
        after = after.replace(close, "", 1) if after.startswith(close) else after
    if "[" in mark:
        after = _LINK_TARGET.sub("", after, count=1) if after.startswith("(") else after
    emphasis = re.sub(r"[^*_]", "", mark)
    at = after.find(emphasis, 0, _FAR) if emphasis else 0
    if not emphasis:
        return "", after
    return (after[:at], after[at + len(emphasis) :]) if at >= 0 else ("", after)


def _closing(mark: str, opening: str) -> str:
    return {"`": "`", "[": "]"}[opening] if opening in mark else ""


def _marked(head: Head, text: str) -> str:
    """What is left of a text after the marks at its beginning, which go to the head."""
    while True:
        separator = _SEPARATOR.match(text)
        if separator:
            head.separated = True
            text = text[separator.end() :]
            continue
        found = _ANNOTATION.match(text.lstrip())
        if not found or not _understood(head, found["round"] or found["square"] or "", before=not head.separated):
            return text
        text = text.lstrip()[found.end() :]


def _understood(head: Head, mark: str, *, before: bool) -> bool:
    """Take in what a mark says; one that says nothing known is a title, if it stands before the colon."""
    stories = story_ids(mark)
    if dropped := _DROPPED.match(mark.strip()):
        head.dropped = dropped[0].lower()
    elif only_binds(mark):
        head.level = binding_level(mark)
    elif priority := priority_in(mark):
        head.priority = priority
    elif stories:
        head.stories = tuple(dict.fromkeys((*head.stories, *stories)))
    elif before and not head.title and not mark.startswith("NEEDS"):
        head.title = one_line(unemphasised(mark)).strip("`")
    else:
        return False
    return True
