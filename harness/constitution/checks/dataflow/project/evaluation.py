"""Answers questions that lead to further questions, each once, so that no answer depends on which one was asked first.

What a question leads to is found out while it is answered. Questions that lead back to each other (recursion) are settled
together, as Tarjan's strongly connected components: first each is answered as if of the others nothing but a safe default
were known, then a few rounds over with what the round before has given (Tarjan, SIAM Journal on Computing 1(2), 1972).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")

ROUNDS = 3
"""How often questions that lead to each other are answered at most."""
MOST_ROUNDS = 8
"""The same where an answer reaches those that it leads to by a long way (``slow``)."""
NESTED = 12
"""How many answers may be under way inside each other before the innermost is begun anew on an empty stack."""


class _Deeper(BaseException):
    """Too many answers are under way inside each other: those given up are begun anew after the innermost."""


class _Open(Generic[Key, Answer]):
    """A question that is not settled: ``answer`` is what others are told of it meanwhile."""

    __slots__ = ("answer", "asked", "first", "index", "key", "low", "trace")

    def __init__(self, key: Key, index: int, answer: Answer) -> None:
        self.key = key
        self.index = index
        self.low = index
        self.answer = answer
        self.first = answer
        self.asked: set[Key] = set()
        self.trace = 0


class Evaluation(Generic[Key, Answer]):
    """``compute`` answers a question and calls ``ask`` for others; ``default`` is what is safe to believe meanwhile.

    ``failed`` is the answer to a question whose own expressions are nested too deeply for any stack. ``trace`` says in bits
    what an answer depends on by itself; that of every answer has the bits of all that it led to.
    """

    def __init__(
        self,
        compute: Callable[[Key], Answer],
        default: Callable[[Key], Answer],
        failed: Callable[[Key], Answer],
        trace: Callable[[Key, Answer], int] = lambda key, answer: 0,
        slow: Callable[[Key], bool] = lambda key: False,
    ) -> None:
        self._compute = compute
        self._own_trace = trace
        self._slow = slow
        self._default = default
        self._failed = failed
        self._settled: dict[Key, Answer] = {}
        self._traces: dict[Key, int] = {}
        self._open: dict[Key, _Open[Key, Answer]] = {}
        self._component: list[_Open[Key, Answer]] = []
        self._way: list[_Open[Key, Answer]] = []
        self._base = 0
        self._settling = 0

    @property
    def settled(self) -> Mapping[Key, Answer]:
        """Every answer that is settled."""
        return self._settled

    def ask(self, key: Key) -> Answer:
        """The answer to a question; inside ``compute`` it may be a provisional one."""
        way = self._way
        if way:
            way[-1].asked.add(key)
        if key in self._settled:
            return self._settled[key]
        known = self._open.get(key)
        if known is not None:
            way[-1].low = min(way[-1].low, known.index)
            return known.answer
        if not way:
            return self._drive(key)
        if len(way) - self._base >= NESTED and not self._settling:
            self._begin(key)
            raise _Deeper
        return self._visit(key)

    def note(self, trace: int) -> None:
        """What is being answered depends on this too, which is no question."""
        if self._way:
            self._way[-1].trace |= trace

    def trace(self, key: Key) -> int:
        """What the settled answer to a question depends on, by itself and by all that it led to."""
        return self._traces[key]

    def _drive(self, key: Key) -> Answer:
        self._begin(key)
        try:
            while self._way:
                self._base = len(self._way)
                opened = self._way[-1]
                try:
                    self._finish(opened, self._compute(opened.key))
                except _Deeper:
                    continue
                except RecursionError:
                    self._finish(opened, self._failed(opened.key))
        except BaseException:
            self._forget()
            raise
        return self._settled[key]

    def _visit(self, key: Key) -> Answer:
        opened = self._begin(key)
        try:
            answer = self._compute(key)
        except RecursionError:
            if self._settling:
                return self._finish(opened, self._failed(key))
            raise _Deeper from None  # it may be the fault of those around it: once more, on an empty stack
        return self._finish(opened, answer)

    def _begin(self, key: Key) -> _Open[Key, Answer]:
        opened = _Open(key, len(self._component), self._default(key))
        self._open[key] = opened
        self._component.append(opened)
        self._way.append(opened)
        return opened

    def _finish(self, opened: _Open[Key, Answer], answer: Answer) -> Answer:
        opened.first = answer
        self._way.pop()
        if opened.low == opened.index:
            self._settle(opened)
            return self._settled[opened.key]
        if self._way:
            self._way[-1].low = min(self._way[-1].low, opened.low)
        return opened.answer

    def _settle(self, root: _Open[Key, Answer]) -> None:
        if self._component[-1] is root and root.key not in root.asked:
            root.answer = root.first
        else:
            self._iterate(root)
        members = self._component[root.index :]
        del self._component[root.index :]
        trace = 0
        for member in members:
            del self._open[member.key]
            trace |= member.trace | self._own_trace(member.key, member.answer)
            for asked in member.asked:
                trace |= self._traces.get(asked, 0)
        for member in members:
            self._settled[member.key] = member.answer
            self._traces[member.key] = trace

    def _iterate(self, root: _Open[Key, Answer]) -> None:
        """Round after round, each with the answers of the one before, until none changes."""
        changed: set[Key] = set()
        for number in range(MOST_ROUNDS):
            if number:
                for member in self._component[root.index :]:
                    if not changed.isdisjoint(member.asked):
                        self._again(member)
            members = self._component[root.index :]  # a round may have met new ones
            changed = {member.key for member in members if member.first != member.answer}
            for member in members:
                member.answer = member.first
            if not changed or (number + 1 >= ROUNDS and not any(self._slow(member.key) for member in members)):
                return

    def _again(self, member: _Open[Key, Answer]) -> None:
        self._settling += 1
        self._way.append(member)
        try:
            member.first = self._compute(member.key)
        except RecursionError:
            member.first = self._failed(member.key)
        finally:
            while self._way.pop() is not member:
                pass
            self._settling -= 1

    def _forget(self) -> None:
        """Nothing is under way any more; what is settled stays."""
        self._open.clear()
        self._component.clear()
        self._way.clear()
        self._settling = 0
