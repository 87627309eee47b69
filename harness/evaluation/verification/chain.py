"""Recomputes the hash chain of the events; what the events tell is checked elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError

from harness.domain.events import FIRST_PREVIOUS, Event, Link, RunFinished, RunStarted
from harness.domain.results import ChainRecord, Run
from harness.domain.verification import Difference

EVENTS = "events.jsonl"
RUN = "run.json"


@dataclass
class Chain:
    """The events that could be read, the end of the chain as recomputed, and where it is broken."""

    events: list[Event] = field(default_factory=list)
    count: int = 0
    head: str = FIRST_PREVIOUS
    differences: list[Difference] = field(default_factory=list)

    @property
    def end(self) -> ChainRecord:
        """How many lines there are, and the SHA-256 of the last."""
        return ChainRecord(count=self.count, head=self.head)

    def follow(self, line: bytes) -> None:
        """Take the next line."""
        self.count += 1
        try:
            link = Link.model_validate_json(line)
        except ValidationError:
            self._differs("is no event")
        else:
            self._compare(link)
            self.events.append(link.event)
        self.head = hashlib.sha256(line).hexdigest()

    def _compare(self, link: Link) -> None:
        if link.n != self.count:
            self._differs(f"is numbered {link.n}: lines were added, removed or moved")
        if link.previous != self.head:
            self._differs("names another line before it: that line was changed, or lines were added, removed or moved")

    def _differs(self, what: str) -> None:
        self.differences.append(Difference(where=f"{EVENTS}:{self.count}", what=what))


def followed(lines: Iterable[bytes]) -> Chain:
    """The chain of these lines."""
    chain = Chain()
    for line in lines:
        chain.follow(line)
    return chain


def against_run(chain: Chain, run: Run) -> list[Difference]:
    """Where the chain and ``run.json`` do not belong together."""
    return [*_ends(chain, run), *_start(chain, run), *_closed(chain, run)]


def _ends(chain: Chain, run: Run) -> list[Difference]:
    if chain.end == run.events:
        return []
    said = f"{RUN} says {run.events.count} lines with {run.events.head}"
    what = f"ends after {chain.count} lines with {chain.head}, and {said}"
    return [Difference(where=EVENTS, what=what)]


def _start(chain: Chain, run: Run) -> list[Difference]:
    tree = run.tree.hash if run.tree else None
    cards = len(run.cards) + (len(run.golden.carried_out) if run.golden is not None else 0)
    started = (event for event in chain.events if isinstance(event, RunStarted))
    return [
        Difference(where=RUN, what="tells of another run, tree or number of cards than the event that began it")
        for event in started
        if (event.run, event.tree, event.cards) != (run.id, tree, cards)
    ]


def _closed(chain: Chain, run: Run) -> list[Difference]:
    last = chain.events[-1] if chain.events else None
    if not isinstance(last, RunFinished):
        return [Difference(where=EVENTS, what="the last event does not close the run: lines are missing at the end")]
    if last.sha256 != run.content_sha256:
        return [Difference(where=RUN, what="was changed after the run: its content is not what the last event names")]
    return []
