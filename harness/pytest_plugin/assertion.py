"""The assertion behind the ``golden`` fixture: syrupy's, but that it compares as golden cases do and never writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from typing import Any, NoReturn, cast

import pytest

try:
    from syrupy.assertion import DiffMode, SnapshotAssertion
except ImportError:
    raise pytest.UsageError("the `golden` fixture needs syrupy: `pip install 'spec-harness[pytest]'`") from None
from syrupy.session import SnapshotSession

from harness.app.golden_tests import TestGoldens
from harness.domain.golden import Redaction
from harness.errors import DocumentError, HarnessError, UsageError
from harness.golden.declaring import declared
from harness.golden.pinning import Pin
from harness.golden.values import Choice, Way
from harness.pytest_plugin._state import State
from harness.pytest_plugin._watch import STATE, WATCH
from harness.pytest_plugin.extension import GoldenExtension

Redactions = str | Mapping[str, str] | Iterable[str | Mapping[str, str]]
_ONE_FORM = "a golden has one form, so that one review fits all: use syrupy's `snapshot` for others"


class _NoSession:
    """syrupy's session, of which a golden needs nothing: its tests are watched by this plugin."""

    def register_request(self, assertion: SnapshotAssertion) -> None:
        """Nothing is looked for on disk when a test begins."""


def begin(request: pytest.FixtureRequest) -> GoldenAssertion:
    """The assertion of one test."""
    watch = request.config.stash[WATCH]
    item = request.node
    watch.require_one(item)
    module, test = watch.places.of(item)
    asks = "golden" in getattr(getattr(item, "_fixtureinfo", None), "argnames", ())
    goldens = TestGoldens(watch.goldens, module, test)
    state = State(goldens, module, test, _configured(tuple(request.config.getini("golden_redact"))), asks)
    state.reviews = bool(request.config.getoption("golden_review"))
    item.stash[STATE] = state
    return GoldenAssertion(state, item)


@cache
def _configured(lines: tuple[str, ...]) -> tuple[Redaction, ...]:
    try:
        return declared([json.loads(line) if line.startswith("{") else line for line in lines])
    except (ValueError, UsageError) as error:
        raise pytest.UsageError(f"golden_redact: {error}") from None


class GoldenAssertion(SnapshotAssertion):
    """``assert result == golden``. Calling it gives one with other options, which hold for that assertion alone."""

    is_golden = True
    __array_ufunc__ = None  # numpy then leaves `array == golden` to us

    def __init__(
        self,
        state: State,
        item: pytest.Item,
        name: str | None = None,
        redactions: tuple[Redaction, ...] | None = None,
        exclude: Any = None,
        include: Any = None,
        matcher: Any = None,
    ) -> None:
        super().__init__(
            session=cast(SnapshotSession, _NoSession()),
            extension_class=GoldenExtension,
            test_location=cast(Any, item),
            update_snapshots=False,
            include=include,
            exclude=exclude,
            matcher=matcher,
        )
        self.state = state
        self._item = item
        self._custom_index = name
        self._redactions = state.redactions if redactions is None else redactions
        self._pin: Pin | None = None
        self._choice = _choice(exclude, include, matcher)

    def __call__(  # type: ignore[override]
        self,
        *,
        name: str | None = None,
        redact: Redactions | None = None,
        exclude: Any = None,
        include: Any = None,
        matcher: Any = None,
        **others: Any,
    ) -> GoldenAssertion:
        """This assertion with a name, and with what is masked or left out besides what already is."""
        __tracebackhide__ = True
        if others:
            raise TypeError(f"`golden` has no option '{next(iter(others))}': {_ONE_FORM}")
        if name is not None and not (isinstance(name, str) and name):
            raise TypeError(f"the name of an assertion is text, not {name!r}")
        return GoldenAssertion(
            self.state,
            self._item,
            name or self._custom_index,
            self._redactions + _declared(redact),
            exclude or self.exclude,
            include or self.include,
            matcher or self.matcher,
        )

    def with_defaults(
        self,
        *,
        redact: Redactions | None = None,
        exclude: Any = None,
        include: Any = None,
        matcher: Any = None,
        **others: Any,
    ) -> GoldenAssertion:
        """An assertion with options that hold for all that follows; the numbers of a test go on."""
        __tracebackhide__ = True
        return self(redact=redact, exclude=exclude, include=include, matcher=matcher, **others)

    def use_extension(self, extension_class: Any = None) -> NoReturn:
        """Refused: a golden has one form."""
        raise TypeError(_ONE_FORM)

    @property
    def num_executions(self) -> int:
        """How many values this test compared."""
        return len(self.state.goldens.used)

    @property
    def name(self) -> str:
        """The name of the assertion."""
        return self._custom_index or "result"

    def _assert(self, data: Any) -> bool:
        __tracebackhide__ = True
        try:
            matches, self._pin = self.state.compare(self._custom_index, data, self._redactions, self._choice)
        except HarnessError as error:
            refused = f"{error}\nhint: {_hint(error)}"
        else:
            return matches
        pytest.fail(refused)

    def __eq__(self, other: object) -> bool:
        __tracebackhide__ = True
        return self._assert(other)

    def __ne__(self, other: object) -> bool:
        raise TypeError("a golden says what is, not what is not: write `assert result == golden`")

    __hash__ = object.__hash__

    def told(self) -> list[str]:
        """What the last comparison says if it did not match."""
        if self._pin is None:
            return ["the value decided by itself that it is not equal: write `assert golden == result`"]
        return self.state.lines(self._pin)

    def get_assert_diff(self, *, diff_mode: DiffMode = DiffMode.DETAILED) -> list[str]:
        """What syrupy's own plugin asks for."""
        return self.told()

    def __repr__(self) -> str:
        return f"golden {self.name!r}"


def _hint(error: HarnessError) -> str:
    return error.mistakes[0].hint if isinstance(error, DocumentError) else error.hint


@cache
def _declared_once(redact: str) -> tuple[Redaction, ...]:
    return declared(redact)


def _declared(redact: Redactions | None) -> tuple[Redaction, ...]:
    if redact is None:
        return ()
    items = [redact] if isinstance(redact, str | Mapping) else redact
    return tuple(one for item in items for one in (_declared_once(item) if isinstance(item, str) else declared([item])))


def _choice(exclude: Any, include: Any, matcher: Any) -> Choice | None:
    """syrupy's filters and matchers as ours: its are called with names of their own."""
    if exclude is None and include is None and matcher is None:
        return None

    def left_out(key: Hashable, way: Way) -> bool:
        if exclude is not None and exclude(prop=key, path=way):
            return True
        return include is not None and not include(prop=key, path=way)

    put: Callable[[Any, Way], Any] | None = None
    if matcher is not None:
        put = lambda value, way: matcher(data=value, path=way)  # noqa: E731
    return Choice(left_out if exclude is not None or include is not None else None, put)
