"""What is wrong in constitutions that can be read; reading them lies in the readers, checking code in ``validate``.

Each module of ``document_rules`` is one rule: ``CODE``, ``LEVEL``, ``TITLE``, ``REASON``, ``HINT``, the samples ``GOOD`` and
``BAD``, and ``check(constitution, context)``, which yields one Mistake for each place where the rule is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.constitution import document_rules as package
from harness.constitution.difference import Step
from harness.constitution.document_context import NATIVE, Context, level_for, mistake
from harness.constitution.document_rules import unversioned_change
from harness.domain.places import Mistake, Place
from harness.domain.principles import Constitution, Level
from harness.plugins import Family

RULES = Family(package)


def check(constitutions: Sequence[Constitution], context: Context) -> list[Mistake]:
    """Every mistake of the constitutions by every rule, with what their readers remarked, sorted by place."""
    rules = [rule for _, rule in RULES.load_all()]
    found = [mistake for one in constitutions for rule in rules for mistake in rule.check(_own(one, context), context)]
    found += [remark for one in constitutions for remark in _remarks(one)]
    return sorted(
        dict.fromkeys([*found, *_removed_documents(context)]),
        key=lambda mistake: (mistake.place.path, mistake.place.line, mistake.code, mistake.what),
    )


def _own(constitution: Constitution, context: Context) -> Constitution:
    """A document without what one that extends it has replaced, and what is judged there; ours have to stand alone."""
    if constitution.format == NATIVE:
        return constitution
    kept = tuple(one for one in constitution.principles if (constitution.path, one.id) not in context.replaced)
    return constitution.model_copy(update={"principles": kept})


def _remarks(constitution: Constitution) -> Iterator[Mistake]:
    for remark in constitution.remarks:
        yield mistake(remark.place, remark.what, remark.hint, remark.code, level_for(constitution))


def _removed_documents(context: Context) -> Iterator[Mistake]:
    """Documents that are gone with their MUSTs, where no other document says so by a major step."""
    documents = context.changes.documents if context.changes else ()
    if any(document.made is Step.MAJOR for document in documents):
        return
    for document in documents:
        lost = [one.principle.id for one in document.principles if one.principle.level is Level.MUST]
        if document.after is None and lost:
            what = f"the document was removed since {context.since} with its MUSTs {', '.join(map(repr, lost))}"
            hint = "put it back, or raise the major version of a document that remains"
            yield mistake(Place(path=document.path), what, hint, unversioned_change.CODE)
