"""The verb *explain*: what a code stands for, with samples; finding mistakes lies in the readers and in lint."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from harness import readers
from harness.adapters import golden_files, seal_files
from harness.app.gate_log import BROKEN as LOG_CHANGED
from harness.constitution import _codes as check_codes
from harness.constitution import baseline
from harness.constitution import document_codes as constitution_codes
from harness.constitution.document_lint import RULES as CONSTITUTION_RULES
from harness.domain.codes import Code
from harness.domain.nearest import did_you_mean
from harness.domain.places import Severity
from harness.errors import UsageError
from harness.golden import _codes as golden_codes
from harness.golden.proposing import _codes as proposing_codes
from harness.lint import RULES
from harness.markdown import codes as document_codes
from harness.specification import applying
from harness.specification import ignores as specification_ignores
from harness.specification.lint import RULES as SPECIFICATION_RULES
from harness.trace import codes as trace_codes

_RULES = (RULES, CONSTITUTION_RULES, SPECIFICATION_RULES)


@dataclass(frozen=True)
class Explanation:
    """A code with its reason; hint and samples are empty where the mistake keeps the document from being read."""

    code: str
    level: Severity
    title: str
    reason: str
    hint: str = ""
    good: str = ""
    bad: str = ""


def explanations() -> tuple[Explanation, ...]:
    """Every code that there is, sorted."""
    of_constitutions = (*constitution_codes.CODES, *check_codes.CODES, *baseline.CODES)
    of_golden = (*golden_codes.CODES, *proposing_codes.CODES, golden_files.LOG_BROKEN)
    of_others = (*seal_files.CODES, *applying.CODES, *specification_ignores.CODES, *trace_codes.CODES, LOG_CHANGED)
    known = (*document_codes.CODES, *readers.CODES, *of_constitutions, *of_golden, *of_others)
    of_documents = [_of_code(code) for code in known]
    of_rules = [_of_rule(rule) for rules in _RULES for _, rule in rules.load_all()]
    return tuple(sorted([*of_documents, *of_rules], key=lambda explanation: explanation.code))


def explain(code: str) -> Explanation:
    """What one code stands for; case does not matter.

    Raises:
        UsageError: if there is no such code.
    """
    known = {explanation.code: explanation for explanation in explanations()}
    if code.upper() not in known:
        raise UsageError(f"there is no code '{code}'", did_you_mean(code, known))
    return known[code.upper()]


def _of_code(code: Code) -> Explanation:
    return Explanation(code.code, code.level, code.title, code.reason, code.hint, code.good, code.bad)


def _of_rule(rule: ModuleType) -> Explanation:
    return Explanation(rule.CODE, rule.LEVEL, rule.TITLE, rule.REASON, rule.HINT, rule.GOOD, rule.BAD)
