"""The rules of a log: every principle, card, golden case and test of the run, whether anything is the matter or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.domain.findings import PrincipleResult
from harness.domain.golden import CaseResult
from harness.domain.results import CardResult, Run
from harness.domain.visible import visible
from harness.reports._cwe import numbers, page
from harness.reports._issue import OF_LEVEL, Kind, Weight
from harness.reports._markup import plain
from harness.reports._principles import worst_first
from harness.reports._sarif.taxa import relationship, security_severity
from harness.reports._sarif.texts import Json, given, line, lines, name_of, text

_LONGEST_HELP = 4_000
_MOST_TAGS = 20
_OWN = {
    Kind.WAIVER: "A waiver is whole, in force and used",
    Kind.SNAPSHOT: "Every snapshot belongs to a golden case",
}
_PROBLEMS = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.NOTE: "recommendation"}


@dataclass(frozen=True)
class Rules:
    """The rules in order, where each id stands, and the weaknesses that they are about."""

    described: Sequence[Json]
    places: dict[str, int]
    cwes: tuple[int, ...]

    def reference(self, rule: str) -> Json:
        """How a result refers to a rule that is declared; only its id where it is not."""
        id = visible(rule)
        return {"ruleId": id, "ruleIndex": self.places[id]} if id in self.places else {"ruleId": id}

    def associated(self, rule: str) -> Json:
        """How a notification refers to a rule; nothing where it is not declared."""
        id = visible(rule)
        return {"id": id, "index": self.places[id]} if id in self.places else {}


def rules_of(run: Run) -> Rules:
    """All rules of a run."""
    principles = worst_first(run.constitution) if run.constitution else []
    cwes = tuple(sorted({number for one in principles for number in numbers(one.cwes)}))
    every = {str(one["id"]): one for one in _all(run, principles, {number: at for at, number in enumerate(cwes)})}
    return Rules(tuple(every.values()), {id: at for at, id in enumerate(every)}, cwes)


def _all(run: Run, principles: Iterable[PrincipleResult], cwes: dict[int, int]) -> Iterator[Json]:
    yield from (_of_principle(one, cwes) for one in principles)
    yield from (_of_card(one) for one in run.cards)
    yield from (_of_golden(one) for one in (run.golden.cases if run.golden else ()))
    yield from (_of_tests(one, verifies) for one, verifies in _tests(run).items())
    yield from (_own(kind, said) for kind, said in _OWN.items())


def _of_principle(result: PrincipleResult, places: dict[int, int]) -> Json:
    cwes, weight = numbers(result.cwes), OF_LEVEL[result.level]
    tags = [*(["security"] if cwes else []), *(f"external/cwe/cwe-{number}" for number in cwes), result.level.value]
    severity = security_severity(weight, cwes)
    return given(
        {
            "id": visible(result.id),
            "name": name_of(result.title),
            "shortDescription": text(result.title, 250),
            "fullDescription": text(result.constraint),
            "help": _help(result),
            "helpUri": page(cwes[0]) if cwes else None,
            "defaultConfiguration": {"level": weight.value},
            "relationships": [relationship(number, places[number]) for number in cwes],
            "properties": given(
                {
                    "tags": tags[:_MOST_TAGS],
                    "security-severity": severity,
                    "problem.severity": _PROBLEMS[weight],
                    "level": result.level.value,
                    "outcome": result.outcome.value,
                    "document": line(str(result.place)),
                }
            ),
        }
    )


def _help(result: PrincipleResult) -> Json:
    told = {
        "": result.constraint,
        "Why": result.rationale,
        "What to do": result.pattern,
        "Where it is written": str(result.place),
    }
    given_ones = {name: said for name, said in told.items() if said}
    shown = (f"{name}: {said}" if name else said for name, said in given_ones.items())
    marked = (
        f"**{name}:** {plain(said, _LONGEST_HELP)}" if name else plain(said, _LONGEST_HELP)
        for name, said in given_ones.items()
    )
    return {**lines(shown, _LONGEST_HELP), "markdown": "\n\n".join(marked)}


def _of_card(card: CardResult) -> Json:
    said = f"The test card '{card.id}' passes, as a stranger would carry it out."
    return _of_document(f"card:{card.id}", card.title, said, ["test-card", card.tier.value], card.verifies, card.path)


def _of_golden(case: CaseResult) -> Json:
    said = f"The golden case '{case.id}' shows what it showed when that was accepted."
    return _of_document(f"golden:{case.id}", case.title, said, ["golden-case"], case.verifies, case.path)


def _of_tests(test: str, verifies: Sequence[str]) -> Json:
    said = f"The test '{test}' passes."
    return _of_document(f"test:{test}", test, said, ["test"], verifies, test.partition("::")[0])


def _tests(run: Run) -> dict[str, list[str]]:
    """Every test, without its parameters, and what it verifies."""
    found: dict[str, list[str]] = {}
    for one in run.tests:
        found.setdefault(one.test, []).extend(one.verifies)
    return {test: list(dict.fromkeys(verifies)) for test, verifies in found.items()}


def _of_document(rule: str, title: str, said: str, tags: Sequence[str], verifies: Sequence[str], document: str) -> Json:
    shows = [f"It shows {', '.join(verifies)}."] if verifies else []
    every = [*tags, *(f"requirement/{line(one)}" for one in verifies)]
    return {
        "id": visible(rule),
        "name": name_of(title),
        "shortDescription": text(title, 250),
        "fullDescription": text(" ".join([said, *shows])),
        "help": {
            **lines([said, *shows, f"Where it is written: {document}"], _LONGEST_HELP),
            "markdown": "\n\n".join(plain(one, _LONGEST_HELP) for one in [said, *shows]),
        },
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "tags": every[:_MOST_TAGS],
            "requirements": [line(one) for one in verifies],
            "document": line(document),
        },
    }


def _own(kind: Kind, said: str) -> Json:
    return {
        "id": f"harness:{kind}",
        "name": name_of(said),
        "shortDescription": text(said),
        "fullDescription": text(f"{said}."),
        "help": text(f"{said}."),
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["harness"]},
    }
