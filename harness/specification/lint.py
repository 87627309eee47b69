"""What is wrong in specifications that can be read; reading them lies in the readers, showing what is wrong in the shells.

Each module of ``rules`` is one rule: ``CODE``, ``LEVEL``, ``TITLE``, ``REASON``, ``HINT``, the samples ``GOOD`` and ``BAD``.
It has either ``check(document, context)`` or, where requirements of all documents are compared, ``check_claims(claims)``; both
yield one Mistake for each place where the rule is broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType

from harness.domain.places import Mistake
from harness.domain.specifications import Specification
from harness.plugins import Family
from harness.specification import ignores
from harness.specification import rules as package
from harness.specification.claims import Claim, claims_of
from harness.specification.documents import Context, Document, context_of

RULES = Family(package)


def check(read: Sequence[tuple[Specification, str]], context: Context | None = None) -> list[Mistake]:
    """Every mistake of the documents, each with its text, by every rule, but those that a comment beside them ignores.

    Sorted by place. ``context`` tells of more documents than are judged.
    """
    context = context or context_of(one for one, _ in read)
    rules = [rule for _, rule in RULES.load_all()]
    alone = [rule for rule in rules if hasattr(rule, "check")]
    found: list[Mistake] = []
    claims: list[Claim] = []
    comments: dict[str, tuple[ignores.Comment, ...]] = {}
    for specification, text in read:
        document = Document(specification, text)
        found += _of(document, context, alone)
        claims += claims_of(document)
        comments[specification.path] = ignores.comments_in(document)
    found += (one for rule in rules if hasattr(rule, "check_claims") for one in rule.check_claims(claims))
    return sorted(ignores.without(found, comments, known_codes()), key=_by_place)


def known_codes() -> frozenset[str]:
    """The codes that an ignore may name: those of the rules."""
    return frozenset(rule.CODE for _, rule in RULES.load_all())


def _of(document: Document, context: Context, rules: Iterable[ModuleType]) -> Iterator[Mistake]:
    for rule in rules:
        yield from rule.check(document, context)


def _by_place(mistake: Mistake) -> tuple[str, int, str, str]:
    return mistake.place.path, mistake.place.line, mistake.code, mistake.what
