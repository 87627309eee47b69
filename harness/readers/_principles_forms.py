"""Signs that tell the forms of constitutions apart where one could be taken for another; reading them lies elsewhere."""

from __future__ import annotations

import re

from harness.readers._principles_terms import ID

_CORE = re.compile(r"^##[ \t]+core principles[ \t\r]*$", re.IGNORECASE | re.MULTILINE)
_SIX = re.compile(
    rf"^[ \t>]*(?:#{{1,6}}[ \t]+|[-*+][ \t]+|[0-9]{{1,3}}[.)][ \t]+)?(?:\*\*|__)?principle(?:\*\*|__)?:?(?:\*\*|__)?[ \t]*"
    rf"[\[(`*]*(?-i:{ID})\b",
    re.IGNORECASE | re.MULTILINE,
)


def is_spec_kit(text: str) -> bool:
    """Whether a text has the section of principles that Spec Kit's template begins with."""
    return bool(_CORE.search(text))


def has_six_fields(text: str) -> bool:
    """Whether a line of the text is ``Principle:`` with an id, as blocks of six fields begin."""
    return bool(_SIX.search(text))


def without_examples(text: str) -> str:
    """Text without blocks of four backticks and more, which show how Markdown is written."""
    shown: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        run = line[: len(line) - len(line.lstrip("`"))]
        if not fence and len(run) > 3:
            fence = run
        elif fence and len(run) >= len(fence):
            fence = ""
        elif not fence:
            shown.append(line)
    return "".join(shown)
