"""What a template left to be filled in; questions that are marked as such have a rule of their own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC201"
LEVEL = Severity.ERROR
TITLE = "template token"
REASON = "What a template says is nobody's requirement; whoever builds from it builds the example."
HINT = "write what it stands for, or take it away"
GOOD = sample()
BAD = sample(title="Feature Specification: [FEATURE NAME]")
_NAMES = (
    "ARGUMENTS|AUTHOR|BRANCH|CHECKLIST|COMPONENT|DATE|DESCRIPTION|EMAIL|ENTITY|EXTRACTED|FEATURE|FEATURES|INSERT|NAME|NAMES"
    "|PLACEHOLDER|PRINCIPLE|PROJECT|SECTION|TITLE|TODO|URL|YOUR"
)
_TOKEN = re.compile(
    r"(?<![\w/])\[(?:e\.g\.[,:]?\s[^\]\n]{1,300}|DATE|FEATURE|PROJECT"
    rf"|(?:[A-Z0-9#]{{1,40}}[ _-]){{1,8}}(?:{_NAMES})(?:[ _-][A-Z0-9#]{{1,40}}){{0,8}}"
    rf"|(?:{_NAMES})(?:[ _-][A-Z0-9#]{{1,40}}){{1,8}}"
    r"|YYYY-MM-DD|[Bb]rief [Tt]itle|Entity [1-9]|###-[a-z-]{1,40}"
    r"|(?:[Bb]oundary condition|[Ee]rror scenario|[Ss]pecific capability|[Kk]ey interaction|[Dd]ata requirement|[Bb]ehavior"
    r"|[Ii]nitial state|[Aa]ction|[Ee]xpected outcome|Measurable metric|User satisfaction metric|Business metric|Another metric"
    r"|Assumption about [a-z ]{1,60}|Dependency on [a-z ]{1,60})(?:, e\.g\.[^\]\n]{0,300})?"
    r"|Describe (?:this|how this)[^\]\n]{0,200}|Explain the value[^\]\n]{0,200}|What it represents[^\]\n]{0,200}"
    r"|Add more [a-z ]{1,40} as needed[^\]\n]{0,200})\](?![(\[:])"
    r"|\$ARGUMENTS\b"
    r"|\bACTION REQUIRED\b"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_REMARK = "ACTION REQUIRED"
_LONGEST = 60


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each token, where it stands; a remark of the template beside words that may be filled in long since only warns."""
    text = document.prose
    comments = [found.span() for found in _COMMENT.finditer(text)] if "<!--" in text else []
    for found in _TOKEN.finditer(text):
        if found[0] == _REMARK:
            what = f"'{_REMARK}' is a remark of the template"
            yield mistake(document.place(found.start()), what, HINT, CODE, Severity.WARNING)
        elif not _is_in(comments, found.start()):
            shown = found[0] if len(found[0]) <= _LONGEST else found[0][:_LONGEST] + "…"
            yield mistake(document.place(found.start()), f"'{shown}' is still to be filled in", HINT, CODE, LEVEL)


def _is_in(spans: Sequence[tuple[int, int]], at: int) -> bool:
    before = bisect_right(spans, (at, at)) - 1
    return before >= 0 and at < spans[before][1]
