"""Documents as pytest collects them, and their cards, golden cases and principles as its items; running lies in ``_session``.

An item is a ``pytest.Function``, and its document a ``pytest.Module``: fixtures and other plugins count on that.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from _pytest._code.code import ReprEntryNative, ReprExceptionInfo, ReprFileLocation, ReprTraceback

from harness.app.joint_documents import Documents, Entry, Kind
from harness.errors import DocumentError, HarnessError

if TYPE_CHECKING:
    from harness.app.joint_views import Told


class Carrier(Protocol):
    """The session that items belong to: what it collects from, the id of its run, and who carries an item out."""

    documents: Documents
    id: str

    def carry_out(self, entry: Entry) -> Told:
        """Carry one item out. Raises HarnessError."""
        ...


SESSION: pytest.StashKey[Carrier] = pytest.StashKey()


class NotHeld(Exception):
    """A card, a golden case or a principle that did not pass."""

    def __init__(self, told: Told) -> None:
        super().__init__(told.headline)
        self.told = told


class Document(pytest.Module):
    """A document of cards, golden cases or principles."""

    def _getobj(self) -> types.ModuleType:
        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        return module

    def collect(self) -> Iterator[pytest.Item]:
        """What stands in it. A mistake in it is told at its line."""
        documents = self.config.stash[SESSION].documents
        kind = documents.kind_of(self.path)
        assert kind is not None
        try:
            entries = documents.entries(kind, self.path)
        except DocumentError as error:
            lines = (line for one in error.mistakes for line in (str(one), f"  hint: {one.hint}" if one.hint else ""))
            raise self.CollectError("\n".join(filter(None, lines))) from None
        except HarnessError as error:
            raise self.CollectError(f"{error.what}\n  hint: {error.hint}") from None
        for entry in entries:
            item: pytest.Item = CLASSES[kind].from_parent(self, name=entry.id, callobj=_function(entry), entry=entry)
            yield item


def _function(entry: Entry) -> Callable[..., None]:
    """What other plugins take for the test's function; carrying the item out is the session's."""

    def carried_out() -> None:
        """Carried out by harness."""

    carried_out.__name__ = carried_out.__qualname__ = entry.id
    return carried_out


class DocumentItem(pytest.Function):
    """One card, golden case or principle."""

    def __init__(self, *, entry: Entry, **given: Any) -> None:
        super().__init__(**given)
        session = self.config.stash[SESSION]
        self.entry = entry
        self.add_marker(getattr(pytest.mark, entry.kind.value)(**(entry.traits or {})))
        self.extra_keyword_matches.update(entry.words)
        properties = [(entry.kind.value, entry.id), *(("requirement", one) for one in entry.verifies)]
        self.user_properties.extend([*properties, ("run", session.id)])

    def runtest(self) -> None:
        """Carry it out, and raise NotHeld unless it passed for certain."""
        told = self.config.stash[SESSION].carry_out(self.entry)
        if told.remark:
            self.warn(pytest.PytestWarning(told.remark))
            self.add_report_section("call", "principle", told.text)
        if not told.passed:
            raise NotHeld(told)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report's own text, and no traceback, of what did not pass; a traceback of what should not have happened."""
        error = excinfo.value
        if isinstance(error, NotHeld):
            told = error.told
            path = told.path or self.config.stash[SESSION].documents.name_of(self.path)
            return _shown(told.text, path, told.line, told.headline)
        if isinstance(error, HarnessError):
            text = f"{error.what}\nhint: {error.hint}" if error.hint else error.what
            return _shown(text, self.location[0], self.entry.line, f"inconclusive: {error.what}")
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Any, int, str]:
        """Where it stands."""
        return self.path, self.entry.line - 1, self.name


class CardItem(DocumentItem):
    """A test card."""


class GoldenItem(DocumentItem):
    """A golden case."""


class PrincipleItem(DocumentItem):
    """A principle of a constitution."""


CLASSES: dict[Kind, type[DocumentItem]] = {
    Kind.CARD: CardItem,
    Kind.GOLDEN: GoldenItem,
    Kind.PRINCIPLE: PrincipleItem,
}


def _shown(text: str, path: str, line: int, headline: str) -> ReprExceptionInfo:
    """As pytest keeps a failure, also where it is sent from one process to another."""
    traceback = ReprTraceback([ReprEntryNative([f"{text}\n"])], None, "native")
    return ReprExceptionInfo(reprtraceback=traceback, reprcrash=ReprFileLocation(path, line, headline))
