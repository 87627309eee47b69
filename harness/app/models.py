"""The model of a run: opened only if a card needs one, priced from the configuration, and kept to the limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.adapters import clock
from harness.adapters.model import OpenModel, open_model
from harness.app.assignment import Assignment
from harness.app.project import Project
from harness.domain.cards import Card
from harness.domain.configuration import Limits, Price
from harness.errors import EvaluatorError, UsageError
from harness.evaluation.metering import Budget, MeteredModel


@dataclass(frozen=True)
class RunModel:
    """What every card of a run asks. ``model`` is None where no card needs one; the budget counts for all of them."""

    model: OpenModel | None
    price: Price | None
    budget: Budget

    @property
    def name(self) -> str | None:
        """The model's id, if there is one."""
        return self.model.name if self.model else None

    def metered(self, limits: Limits, seconds_left: Callable[[], float]) -> MeteredModel | None:
        """The model for one attempt, kept to the limits of a card and to what is left of the run's."""
        if self.model is None:
            return None
        return MeteredModel(self.model, self.price, limits, self.budget, seconds_left)

    def close(self) -> None:
        """Let nobody wait for an answer any more."""
        if self.model is not None:
            self.model.close()


def open_run_model(project: Project, assignments: Sequence[Assignment]) -> RunModel:
    """The model, if one of the cards needs it; nothing is sent.

    Raises:
        UsageError: if there is a limit in dollars, and no price.
        EvaluatorError: if there is no credential, or the SDK is missing.
    """
    cards = project.configuration.cards
    budget = Budget(cards.run_limits, clock.seconds)
    wanted = [one for one in assignments if one.inability is None and (one.needs_model or one.live)]
    if not wanted:
        return RunModel(None, None, budget)
    price = project.configuration.prices.get(cards.model)
    if price is None:
        _require_no_dollar_limit(project)
    try:
        return RunModel(open_model(cards.model, cards.provider), price, budget)
    except EvaluatorError as error:
        if needing := [one.card for one in wanted if one.needs_model]:
            raise EvaluatorError(error.what, f"{error.hint}{_needing(needing)}") from None
        return RunModel(None, None, budget)  # a replay may do without; one that misses stays open


def _needing(cards: Sequence[Card]) -> str:
    """Which line is the first that only a model can read; nothing where a model was asked for without need."""
    card = next((one for one in cards if not one.literal), None)
    if card is None:
        return ""
    line, _ = next(card.natural_lines())
    return f"; {card.path}:{line} is not literal, and `harness lint --phrases` shows all such lines"


def _require_no_dollar_limit(project: Project) -> None:
    cards = project.configuration.cards
    for name, dollars in (("limits", cards.limits.dollars), ("run_limits", cards.run_limits.dollars)):
        if dollars is not None:
            place = project.place_of("cards", name, "dollars")
            raise UsageError(
                f"{place}: the limit of ${dollars:g} cannot be kept, because the model '{cards.model}' has no price",
                f'write what a million tokens cost: [prices."{cards.model}"] with `as_of` (a date), `input`, `output`, '
                "`cache_read` and `cache_write` (dollars); or take the limit away",
            )
