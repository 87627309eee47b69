"""Texts of a log: harmless, of a bearable length, without links of their own; where they stand lies elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from harness.domain.visible import visible
from harness.reports._lines import cut

Json = dict[str, object]
"""An object of a log."""

LONGEST = 1_000
"""Characters: GitHub cuts most texts at 1,024."""
_LONGEST_NAME = 100


def text(said: str, longest: int = LONGEST) -> Json:
    """A message of one line."""
    return {"text": line(said, longest) or "-"}


def lines(said: Iterable[str], longest: int = LONGEST) -> Json:
    """A message of several lines; empty ones are left out."""
    return {"text": cut("\n".join(line(one, longest) for one in said if one), longest) or "-"}


def line(said: str, longest: int = LONGEST) -> str:
    """The text, spelled out where it could command a reader. ``[a](b)`` would be a link (section 3.11.6): it is parted."""
    return visible(cut(said, longest)).replace("](", "] (")


def name_of(title: str) -> str:
    """A title as one word, as SARIF wants the name of a rule: ``BoundParameters``."""
    words = re.findall(r"[A-Za-z0-9]+", title[:200])
    return "".join(word.capitalize() for word in words)[:_LONGEST_NAME] or "Rule"


def given(facts: Json) -> Json:
    """The facts that there are: without empty texts, lists and objects, and without None."""
    return {name: fact for name, fact in facts.items() if fact is not None and fact not in ("", [], {})}
