"""What a project says of itself in ``harness.toml``; reading that file lies elsewhere."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt

from harness.domain.base import Frozen
from harness.domain.conversation import Usage
from harness.domain.gate import Band, Profile, Visibility
from harness.domain.verdicts import Isolation


class Service(Frozen):
    """A long-running part of the product. ``ready`` is a loopback URL or text in a line of its output; seconds to wait."""

    run: str
    ready: str | None = None
    seconds: PositiveFloat = 60.0


class Product(Frozen):
    """How the product is prepared and what a user can type.

    ``setup`` runs once per tree, with network. ``commands`` maps what a user types to what it runs. ``environment`` is
    given to commands and services. ``data`` are glob patterns (relative to the tree) of existing files that the product may
    change. ``toolchains`` are folders outside ``/usr`` bound read-only, their ``bin`` on the product's ``PATH``.
    """

    setup: tuple[str, ...] = ()
    commands: dict[str, str] = {}
    services: dict[str, Service] = {}
    environment: dict[str, str] = {}
    data: tuple[str, ...] = ()
    toolchains: tuple[str, ...] = ()


class Limits(Frozen):
    """Most that one card may use: wall seconds, model turns, tokens, US dollars (None: no limit, and no price is needed)."""

    seconds: PositiveFloat = 300.0
    turns: PositiveInt = 60
    tokens: PositiveInt = 400_000
    dollars: PositiveFloat | None = None


class RunLimits(Frozen):
    """Most that all cards of one run may use together; None is no limit."""

    seconds: PositiveFloat | None = None
    turns: PositiveInt | None = None
    tokens: PositiveInt | None = None
    dollars: PositiveFloat | None = None


class Price(Frozen):
    """What a model costs, in US dollars per million tokens, as of a day.

    A turn whose prompt has more than ``long_from`` tokens costs ``long_factor`` times as much.
    """

    as_of: date
    input: NonNegativeFloat
    output: NonNegativeFloat
    cache_read: NonNegativeFloat
    cache_write: NonNegativeFloat
    long_from: PositiveInt | None = None
    long_factor: PositiveFloat = 1.0

    def of(self, usage: Usage) -> float:
        """What one turn costs, in US dollars."""
        read = usage.input + usage.cache_read + usage.cache_write
        factor = self.long_factor if self.long_from is not None and read > self.long_from else 1.0
        by_kind = (
            usage.input * self.input
            + usage.output * self.output
            + usage.cache_read * self.cache_read
            + usage.cache_write * self.cache_write
        )
        return factor * by_kind / 1_000_000


class Provider(StrEnum):
    """Through which of the SDK's clients the model is reached."""

    ANTHROPIC = "anthropic"
    AWS = "aws"
    BEDROCK = "bedrock"
    FOUNDRY = "foundry"
    GOOGLE_CLOUD = "google-cloud"
    VERTEX = "vertex"


class Hold(StrEnum):
    """What a trouble in a page does to a pass: it fails, it is a warning beside the pass, or it is only recorded."""

    FAIL = "fail"
    WARN = "warn"
    IGNORE = "ignore"


class PagePolicy(Frozen):
    """What the troubles do that a page does not show: uncaught errors, 5xx answers, console errors, failed requests."""

    page_errors: Hold = Hold.FAIL
    server_errors: Hold = Hold.FAIL
    console_errors: Hold = Hold.WARN
    failed_requests: Hold = Hold.WARN


class Cards(Frozen):
    """How cards are run.

    ``browser_toolset`` false gives the model plain tools instead, for servers that do not know the toolset. ``canaries`` are
    strings of the product's source or history that must never come before an evaluator.
    """

    evaluator: str = "auto"
    model: str = "claude-haiku-5-5"
    provider: Provider = Provider.ANTHROPIC
    browser_toolset: bool = True
    isolation: Isolation = Isolation.CELL
    workers: PositiveInt = 2
    limits: Limits = Field(default_factory=Limits)
    run_limits: RunLimits = Field(default_factory=RunLimits)
    page: PagePolicy = Field(default_factory=PagePolicy)
    canaries: tuple[str, ...] = ()


class Checks(Frozen):
    """How the tree is checked against its constitution.

    ``exclude`` are globs of files that are not looked at. ``model`` may be asked where a check wants an opinion; None: the
    model of the cards.
    """

    exclude: tuple[str, ...] = ()
    model: str | None = None


class SpecIgnore(Frozen):
    """Mistakes of these codes are not told of the documents that the globs name, for a reason."""

    codes: tuple[str, ...]
    paths: tuple[str, ...]
    reason: str


class SpecPolicy(Frozen):
    """Specifications: ``paths`` are globs of documents and folders beside the known ones; ``ignores`` are lint's."""

    paths: tuple[str, ...] = ()
    ignores: tuple[SpecIgnore, ...] = ()


class GrantedExemption(Frozen):
    """A requirement that need not be shown until a day: who accepted that, and why."""

    requirement: str
    reason: str
    who: str
    until: date


class TracePolicy(Frozen):
    """The trace: ``dimensions`` are the axes of the coverage matrix, each with its values.

    ``pages_only`` are services whose pages are all that they have, so that no route is missing where no description names any.
    """

    dimensions: dict[str, tuple[str, ...]] = {}
    pages_only: tuple[str, ...] = ()
    exemptions: tuple[GrantedExemption, ...] = ()


class SealPolicy(Frozen):
    """Who may seal cards, by their e-mail addresses in git; without any, whoever did not edit the card."""

    reviewers: tuple[str, ...] = ()


class GateCriterion(Frozen):
    """A criterion as a project writes it (see ``harness.domain.gate.Criterion``); its ``id`` may be left out."""

    band: Band
    when: str
    id: str = ""
    first: str = ""
    key: bool = False
    weight: PositiveFloat = 1.0


class GatePolicy(Frozen):
    """What the gate asks for: see ``harness.domain.gate.Policy``. A band without ``criteria`` has those of the profile.

    ``judges`` are globs of further files that a change may not edit without a review. ``owners`` is a file of those who may
    review that, one e-mail address a line (``#`` begins a comment); without it anybody may who did not edit them.
    ``signed`` asks that the commit which names a reviewer is signed. ``base`` is the branch that work parts from.
    """

    profile: Profile = Profile.STANDARD
    criteria: tuple[GateCriterion, ...] = ()
    pass_at: Annotated[float, Field(gt=0, le=1)] = 1.0
    fail_at: Annotated[float, Field(ge=0, le=1)] = 0.0
    max_cycles: PositiveInt = 3
    max_total_cycles: PositiveInt = 12
    max_age: PositiveFloat | None = None
    visibility: Visibility = Visibility.FULL
    judges: tuple[str, ...] = ()
    owners: str | None = None
    signed: bool = False
    base: str | None = None


class Configuration(Frozen):
    """The whole of ``harness.toml``; every part may be left out."""

    product: Product = Field(default_factory=Product)
    cards: Cards = Field(default_factory=Cards)
    check: Checks = Field(default_factory=Checks)
    prices: dict[str, Price] = {}
    spec: SpecPolicy = Field(default_factory=SpecPolicy)
    trace: TracePolicy = Field(default_factory=TracePolicy)
    seal: SealPolicy = Field(default_factory=SealPolicy)
    gate: GatePolicy = Field(default_factory=GatePolicy)
