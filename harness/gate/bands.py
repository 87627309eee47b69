"""What becomes of the criteria and the bands of a policy over facts; which band is decided for lies in ``deciding``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from harness.domain.gate import Band, BandValue, Criterion, CriterionResult, Fact, Number, Policy, Truth
from harness.gate.expressions import ExpressionError, evaluate, parse
from harness.gate.intervals import as_written

Results = tuple[CriterionResult, ...]


def asked_by(policy: Policy) -> tuple[str, ...]:
    """The facts that any criterion of a policy names."""
    texts = [text for one in policy.criteria for text in (one.when, one.first) if text]
    return tuple(dict.fromkeys(name for text in texts for name in _facts_of(text)))


def result_of(one: Criterion, facts: Mapping[str, Fact], baseline: Mapping[str, Number] | None) -> CriterionResult:
    """What becomes of a criterion. One that cannot be read is unknown: nothing follows from it."""
    text = one.first if baseline is None and one.first else one.when
    try:
        valued = evaluate(parse(text), facts, baseline)
    except ExpressionError as error:
        said = f"'{text}', column {error.column}: {error.what}"
        return CriterionResult(criterion=one, truth=Truth.UNKNOWN, facts=(), said=said)
    return CriterionResult(criterion=one, truth=valued.truth, facts=valued.facts, said=valued.said)


def fail_value(policy: Policy, results: Results, own: Iterable[Truth]) -> BandValue:
    """FAIL holds where any of the gate's own rules does, any criterion of it, or the share that ``fail_at`` asks for."""
    mine = of(Band.FAIL, results)
    truths = [*own, _reached(mine, policy.fail_at) if policy.fail_at else _any(mine)]
    return BandValue(band=Band.FAIL, truth=_either(truths), share=_rounded(share(mine)))


def pass_value(policy: Policy, results: Results) -> BandValue:
    """PASS holds where all its key criteria do, and the share that ``pass_at`` asks for; without criteria it never does."""
    mine = of(Band.PASS, results)
    keys = [one.truth for one in mine if one.criterion.key]
    truths = [_reached(mine, policy.pass_at), *keys]
    return BandValue(band=Band.PASS, truth=_both(truths), share=_rounded(share(mine)))


def rework_value(results: Results, accepted: Truth) -> BandValue:
    """REWORK holds where any of its criteria does; without any, wherever PASS does not."""
    mine = of(Band.REWORK, results)
    otherwise = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}[accepted]
    return BandValue(band=Band.REWORK, truth=_any(mine) if mine else otherwise, share=_rounded(share(mine)))


def of(band: Band, results: Results) -> Results:
    """The results of the criteria of one band."""
    return tuple(one for one in results if one.criterion.band is band)


def share(results: Results, *truths: Truth) -> Fraction:
    """The share of the weight of criteria that hold, or that are any of ``truths``; 0 where there are none."""
    everything = sum((_weight(one) for one in results), Fraction(0))
    held = sum((_weight(one) for one in results if one.truth in (truths or (Truth.TRUE,))), Fraction(0))
    return held / everything if everything else Fraction(0)


def _reached(results: Results, least: float) -> Truth:
    """Whether the share that holds is at least ``least``, whatever becomes of the unknown ones."""
    wanted = as_written(least)
    if not results or wanted is None:
        return Truth.FALSE
    if share(results) >= wanted:
        return Truth.TRUE
    return Truth.UNKNOWN if share(results, Truth.TRUE, Truth.UNKNOWN) >= wanted else Truth.FALSE


def _any(results: Results) -> Truth:
    return _either([one.truth for one in results])


def _either(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return Truth.TRUE if Truth.TRUE in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.FALSE


def _both(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return Truth.FALSE if Truth.FALSE in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.TRUE


def _weight(one: CriterionResult) -> Fraction:
    return as_written(one.criterion.weight) or Fraction(0)


def _rounded(value: Fraction) -> float:
    return float(round(value, 6))


def _facts_of(text: str) -> tuple[str, ...]:
    try:
        return parse(text).facts
    except ExpressionError:
        return ()
