"""The page that is being made: the run, its evidence and where that lies; how anything looks is told elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from harness.domain.observations import Observation
from harness.domain.results import Attempt, CardResult, Run
from harness.reports._html.budget import Budget
from harness.reports._html.markup import Markup, element, path_reference
from harness.reports._view import View


@dataclass(frozen=True)
class Page:
    """One page. It is made once, from top to bottom, because ``budget`` counts what stands in it."""

    run: Run
    view: View
    budget: Budget = field(default_factory=Budget)


@dataclass(frozen=True)
class Place:
    """One attempt on the page; ``id`` is the start of every anchor in it."""

    page: Page
    card: CardResult
    attempt: Attempt
    id: str

    def observation(self, id: str) -> Observation | None:
        """An observation of this attempt, if it was kept."""
        evidence, folder = self.page.view.evidence, self.attempt.evidence
        return evidence.observation(folder, id) if evidence and folder else None

    def file(self, name: str) -> bytes | None:
        """A file of this attempt, if it was kept."""
        evidence, folder = self.page.view.evidence, self.attempt.evidence
        return evidence.file(folder, name) if evidence and folder else None

    def files(self) -> tuple[str, ...]:
        """The files of this attempt."""
        evidence, folder = self.page.view.evidence, self.attempt.evidence
        return evidence.files(folder) if evidence and folder else ()

    def link(self, name: str, words: str) -> Markup:
        """A link to a file of this attempt; where nobody knows where the page will lie, its path."""
        path = f"{self.attempt.evidence}/{name}"
        if copy := self._copy(name):
            return element("a", words, href=copy)
        if self.page.view.links is None:
            return element("code", f"{self.page.view.folder}/{path}")
        return element("a", words, href=path_reference(f"{self.page.view.links}/{path}"))

    def _copy(self, name: str) -> str | None:
        copies = self.page.view.copies
        data = self.file(name) if copies else None
        return copies(name, data) if copies and data is not None else None

    def anchor(self, id: str) -> str:
        """The anchor of something in this attempt."""
        return f"{self.id}-{id}"
