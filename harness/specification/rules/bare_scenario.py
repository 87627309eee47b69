"""A scenario in which nothing happens, or nothing is expected."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.domain.requirements import Scenario
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import STORY, sample
from harness.specification.wordlists import words_of

CODE = "SPEC211"
LEVEL = Severity.WARNING
TITLE = "scenario without When or Then"
REASON = "Who tries a scenario has to do something and see something; without one of the two nothing can be tried."
HINT = "say what is done (**When**) and what is seen then (**Then**)"
GOOD = sample(story=STORY)
BAD = sample(story=STORY.replace(", **Then** she holds 70.00", ""))


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each scenario once, though several requirements may have it; a sentence in EARS has a rule of its own."""
    for scenario in _scenarios(document) if document.specification.format != "kiro" else ():
        words = words_of(scenario.text)
        said = (("When", scenario.when), ("Then", scenario.then))
        missing = [name for name, clauses in said if not clauses and name.lower() not in words]
        if missing and (scenario.given or scenario.when or scenario.then):
            named = f" '{scenario.name}'" if scenario.name else ""
            yield mistake(scenario.place, f"the scenario{named} has no {' and no '.join(missing)}", HINT, CODE)


def _scenarios(document: Document) -> Iterator[Scenario]:
    everywhere = [scenario for story in document.specification.stories for scenario in story.scenarios]
    everywhere += [scenario for one in document.statements for scenario in one.requirement.scenarios]
    yield from {(one.place, one.text): one for one in everywhere}.values()
