"""How an engine has much work done beside it, by processes that each hold an object of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

Held = TypeVar("Held", covariant=True)
Task = TypeVar("Task")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Lost:
    """A task without an answer, since what worked on it ended; ``reason`` is half a sentence."""

    reason: str


class Workers(Protocol[Held]):
    """A few objects of one make, each held by one worker, which do tasks one after the other."""

    def each(
        self, work: Callable[[Held, Task], Answer], tasks: Sequence[Task], *, apart: bool = True
    ) -> Iterator[Answer | Lost]:
        """The answers, in the order of the tasks; an idle worker takes the next one.

        ``work`` is a function of a module, or of a class by its name (``Project.analyse``). Unless ``apart``, everything is
        done in this process, without another one being started: for what takes less time than a start.

        Raises:
            MachineError: if no worker can be started.
        """
        ...
