"""Which evaluator carries which card out, and what becomes of a card that none can; carrying out lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.adapters.replays import find_replay
from harness.app.lint import lint_errors
from harness.app.project import Project
from harness.app.sealing import HINT as SEAL_HINT
from harness.app.sealing import broken_seals
from harness.domain.cards import Card
from harness.domain.places import Mistake
from harness.domain.replays import KeptReplay
from harness.domain.requirements import ByName
from harness.domain.results import Attempt, CardResult
from harness.domain.verdicts import Cause, State
from harness.evaluation import evaluators
from harness.evaluation.attempts import Perform
from harness.evaluation.conclusions import card_conclusion
from harness.evaluation.inability import Inability
from harness.plugins import Family

AUTO = "auto"
LITERAL = "literal"
BLIND = "blind"
REPLAY = "replay"
EVALUATORS = Family(evaluators)


@dataclass(frozen=True)
class Assignment:
    """A card and who carries it out; ``inability`` says why nobody can. ``requirements`` are the hashes of what it verifies,
    by the names that it claims them by: one that could mean several requirements has none.

    ``needs_model`` says whether the evaluator leans on a model; ``replay`` is the kept pass that it does again, if any, and
    ``live`` who carries the card out where that misses. ``broken_seal`` says why the card cannot pass.
    """

    card: Card
    evaluator: str
    perform: Perform
    requirements: dict[str, str]
    hard_limits: bool
    needs_model: bool = False
    replay: KeptReplay | None = None
    live: Assignment | None = None
    inability: Inability | None = None
    cause: Cause = Cause.EVALUATOR
    broken_seal: str = ""

    def concluded(self, attempts: Sequence[Attempt]) -> CardResult:
        """The result over all attempts."""
        conclusion = card_conclusion(attempts)
        evaluator = next((attempt.evaluator for attempt in reversed(attempts) if attempt.evaluator), self.evaluator)
        return self._result(
            evaluator=evaluator,
            state=conclusion.state,
            cause=conclusion.cause,
            reason=conclusion.reason,
            hint=SEAL_HINT if self.broken_seal and conclusion.cause is Cause.CARD else "",
            attempts=tuple(attempts),
        )

    def refused(self) -> CardResult:
        """The result of a card that nobody can carry out."""
        if self.inability is None:
            return self.undecided(Cause.ENVIRONMENT, "the run was interrupted before this card", "run it again")
        return self.undecided(self.cause, self.inability.reason, self.inability.hint)

    def undecided(self, cause: Cause, reason: str, hint: str) -> CardResult:
        """The result of a card that was not run."""
        return self._result(state=State.INCONCLUSIVE, cause=cause, reason=reason, hint=hint)

    def _result(self, **outcome: object) -> CardResult:
        facts = {
            "id": self.card.id,
            "title": self.card.title,
            "path": self.card.path,
            "sha256": self.card.sha256,
            "tier": self.card.tier,
            "verifies": self.card.verifies,
            "requirements": self.requirements,
            "evaluator": self.evaluator,
        }
        return CardResult.model_validate({**facts, **outcome})


def assign(project: Project, cards: Sequence[Card], evaluator: str) -> list[Assignment]:
    """Assign every card. Raises UsageError for an unknown evaluator."""
    errors, broken = lint_errors(project, cards), broken_seals(project)
    found = (_assignment(project, card, evaluator, errors.get(card.path, ())) for card in cards)
    return [_unsealed(one, broken.get(one.card.id, "")) for one in found]


def _unsealed(assignment: Assignment, why: str) -> Assignment:
    """The same card where its seal may be broken; whoever else carries it out is told so as well."""
    live = assignment.live and _unsealed(assignment.live, why)
    return replace(assignment, broken_seal=why, live=live)


def _assignment(project: Project, card: Card, evaluator: str, errors: Sequence[Mistake]) -> Assignment:
    if evaluator == AUTO:
        return _chosen(project, card, errors)
    return _assigned(project, card, evaluator, errors)


def _chosen(project: Project, card: Card, errors: Sequence[Mistake]) -> Assignment:
    """Whoever needs least: code, else what a blind pass did, with whoever reads behind it."""
    chosen = _assigned(project, card, _choice(card), errors)
    if not chosen.needs_model or find_replay(project.root, card)[0] is None:
        return chosen
    return replace(_assigned(project, card, REPLAY, errors), live=chosen)


def _assigned(project: Project, card: Card, name: str, errors: Sequence[Mistake]) -> Assignment:
    module = EVALUATORS.load(name)
    by_name = ByName(project.requirements)
    verified = {claim: found for claim in card.verifies if (found := by_name.one(claim))}
    malformed = _malformed(errors)
    replay, nothing_kept = _kept(project, card) if name == REPLAY else (None, None)
    return Assignment(
        card=card,
        evaluator=name,
        perform=module.perform,
        requirements={claim: requirement.sha256 for claim, requirement in verified.items()},
        hard_limits=any(requirement.nonfunctional for requirement in verified.values()),
        needs_model=getattr(module, "NEEDS_MODEL", name == BLIND),
        replay=replay,
        inability=malformed or module.inability(card) or nothing_kept,
        cause=Cause.CARD if malformed else Cause.EVALUATOR,
    )


def _choice(card: Card) -> str:
    """Literal where no model is needed; otherwise whoever reads, where there is one."""
    literal = EVALUATORS.load(LITERAL)
    return BLIND if literal.inability(card) is not None and BLIND in EVALUATORS.names() else LITERAL


def _kept(project: Project, card: Card) -> tuple[KeptReplay | None, Inability | None]:
    replay, why = find_replay(project.root, card)
    if replay is not None:
        return replay, None
    hint = "run it once with `--evaluator blind --keep-replay`"
    return None, Inability(what=f"there is nothing to do again: {why}", lines=(card.path,), hint=hint)


def _malformed(errors: Sequence[Mistake]) -> Inability | None:
    if not errors:
        return None
    lines = tuple(f"{mistake.place}: {mistake.code} {mistake.what}" for mistake in errors)
    return Inability(
        what="the card breaks rules for cards, so a pass of it would prove nothing",
        lines=lines,
        hint="see `harness lint`, and `harness explain CODE` for the reason of a rule",
    )
