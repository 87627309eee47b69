"""What a project says of itself in ``harness.toml``; reading that file lies elsewhere."""

from __future__ import annotations

from pydantic import Field, PositiveFloat, PositiveInt

from harness.domain.base import Frozen
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
    """Most that one card may use: wall seconds, model turns, tokens, dollars."""

    seconds: PositiveFloat = 300.0
    turns: PositiveInt = 60
    tokens: PositiveInt = 400_000
    dollars: PositiveFloat = 0.25


class Cards(Frozen):
    """How cards are run."""

    evaluator: str = "auto"
    model: str = "claude-haiku-5-5"
    isolation: Isolation = Isolation.CELL
    workers: PositiveInt = 2
    limits: Limits = Field(default_factory=Limits)


class GatePolicy(Frozen):
    """What the gate asks for."""

    max_cycles: PositiveInt = 3


class Configuration(Frozen):
    """The whole of ``harness.toml``; every part may be left out."""

    product: Product = Field(default_factory=Product)
    cards: Cards = Field(default_factory=Cards)
    gate: GatePolicy = Field(default_factory=GatePolicy)
