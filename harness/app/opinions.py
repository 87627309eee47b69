"""The model that gives opinions in a check: looked for only if a principle asks for one, and kept to the run's limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from harness.adapters import clock
from harness.adapters.model import open_model
from harness.adapters.opinions import ModelOpinion
from harness.domain.configuration import Configuration, Limits, RunLimits
from harness.domain.principles import Principle
from harness.errors import EvaluatorError
from harness.evaluation.metering import Budget, MeteredModel
from harness.ports.sources import Opinion

_KIND = "judge"
_SECONDS = 120.0
"""For one answer."""

_UNSAID = RunLimits(turns=100, tokens=400_000)
"""Where the configuration sets no limit for a run."""


@contextmanager
def opinion_for(configuration: Configuration, principles: Sequence[Principle]) -> Iterator[tuple[Opinion | None, str]]:
    """The opinion to ask for, or None and why there is none."""
    why = _why_not(configuration, principles)
    if why:
        yield None, why
        return
    cards = configuration.cards
    try:
        model = open_model(cards.model, cards.provider)
    except EvaluatorError as error:
        yield None, error.what
        return
    limits = cards.run_limits if cards.run_limits != RunLimits() else _UNSAID
    # Of a card there are no limits here; those of the run count for all opinions together.
    boundless = Limits(turns=limits.turns or 2**31, tokens=limits.tokens or 2**62)
    budget = Budget(limits, clock.seconds)
    price = configuration.prices.get(cards.model)
    with closing(model):
        yield ModelOpinion(MeteredModel(model, price, boundless, budget, lambda: _SECONDS)), ""


def _why_not(configuration: Configuration, principles: Sequence[Principle]) -> str:
    """Why no model may be asked; empty where one may be."""
    cards = configuration.cards
    if not any(spec.kind == _KIND for principle in principles for spec in principle.checks):
        return "no principle asks for an opinion"
    if cards.evaluator == "literal":
        return 'harness.toml says `evaluator = "literal"`, which is without a model'
    dollars = cards.run_limits.dollars
    if dollars is not None and cards.model not in configuration.prices:
        return (
            f"the limit of ${dollars:g} cannot be kept, because the model '{cards.model}' has no price in harness.toml"
        )
    return ""
