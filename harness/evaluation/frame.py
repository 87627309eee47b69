"""What an evaluator is told of one attempt beside the card; it knows nothing of the machine."""

from __future__ import annotations

from harness.domain.base import Frozen
from harness.domain.configuration import Limits, PagePolicy
from harness.domain.verdicts import Isolation


class Offer(Frozen):
    """What the product offers its users: commands to type, services with the address of each, where pages are."""

    commands: tuple[str, ...] = ()
    services: tuple[tuple[str, str], ...] = ()
    origin: str | None = None


class Frame(Frozen):
    """``attempt`` counts from 1; ``least`` is the isolation below which nothing passes.

    ``hard_limits`` is set where a requirement that the card verifies binds time limits.
    ``data`` are the glob patterns of files of the tree that the product may change; ``page`` says what troubles of pages do.
    ``fence`` is a random mark, new for each attempt. ``canaries`` are texts that must never come before an evaluator.
    ``broken_seal`` says why the seal of the card is broken, so that it cannot pass.
    """

    attempt: int
    least: Isolation
    hard_limits: bool = False
    data: tuple[str, ...] = ()
    page: PagePolicy = PagePolicy()
    limits: Limits = Limits()
    offer: Offer = Offer()
    fence: str = ""
    browser_toolset: bool = True
    canaries: tuple[str, ...] = ()
    broken_seal: str = ""

    @property
    def by_model(self) -> bool:
        """Whether a model chooses what is done, so that not everything shown is the product's: then there is a fence."""
        return bool(self.fence)
