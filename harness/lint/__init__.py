"""What is wrong in cards that can be read; reading them lies in the readers, running them in ``evaluation``.

Each module of ``rules`` is one rule: ``CODE``, ``LEVEL``, ``TITLE``, ``REASON``, ``HINT``, the samples ``GOOD`` and
``BAD``, and ``check(card, context)``, which yields one Mistake for each place where the rule is broken.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.domain.cards import Card
from harness.domain.places import Mistake
from harness.lint import rules as package
from harness.lint.context import Context
from harness.plugins import Family

RULES = Family(package)


def check(cards: Sequence[Card], context: Context) -> list[Mistake]:
    """Every mistake of the cards by every rule, sorted by place."""
    rules = [rule for _, rule in RULES.load_all()]
    found = [mistake for card in cards for rule in rules for mistake in rule.check(card, context)]
    return sorted(found, key=lambda mistake: (mistake.place.path, mistake.place.line, mistake.code, mistake.what))
