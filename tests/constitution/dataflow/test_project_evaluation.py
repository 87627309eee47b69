"""Questions that lead to questions: each is answered once, in whatever order they are asked."""

from __future__ import annotations

import random
import sys

import pytest

from harness.constitution.checks.dataflow.project.evaluation import NESTED, ROUNDS, Evaluation

Labels = frozenset[str]
NOTHING: Labels = frozenset()


class Graph:
    """Every node has the labels of all nodes that it leads to, and its own."""

    def __init__(self, edges: dict[str, list[str]]) -> None:
        self.edges = edges
        self.computed: list[str] = []
        self.evaluation: Evaluation[str, Labels] = Evaluation(
            self.compute, lambda key: NOTHING, lambda key: frozenset("!")
        )

    def compute(self, key: str) -> Labels:
        self.computed.append(key)
        found = {key}
        for other in self.edges[key]:
            found |= self.evaluation.ask(other)
        return frozenset(found)


def test_an_answer_is_computed_once() -> None:
    graph = Graph({"a": ["b", "c"], "b": ["c"], "c": []})
    assert graph.evaluation.ask("a") == set("abc")
    assert graph.evaluation.ask("b") == set("bc")
    assert sorted(graph.computed) == ["a", "b", "c"]


def test_what_leads_back_to_itself_is_settled_in_rounds() -> None:
    graph = Graph({"a": ["a", "b"], "b": []})
    assert graph.evaluation.ask("a") == set("ab")
    graph = Graph({"a": ["b"], "b": ["c"], "c": ["a", "d"], "d": []})
    assert graph.evaluation.ask("b") == set("abcd")
    assert graph.evaluation.ask("a") == graph.evaluation.ask("c") == set("abcd")
    assert graph.computed.count("d") == 1


def test_rounds_are_bounded() -> None:
    names = [f"n{number}" for number in range(20)]
    graph = Graph({name: [names[(number + 1) % 20]] for number, name in enumerate(names)})
    for name in names:
        assert len(graph.evaluation.ask(name)) <= ROUNDS
    assert len(graph.computed) <= 20 * (ROUNDS + 1), "some are begun anew"


@pytest.mark.parametrize("seed", range(60))
def test_the_order_of_questions_makes_no_difference(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"n{number}" for number in range(chance.randint(2, 60))]
    edges = {name: chance.choices(names, k=chance.choice([0, 1, 1, 2, 3])) for name in names}
    expected = {name: Graph(edges).evaluation.ask(name) for name in names}
    for _ in range(4):
        graph = Graph(edges)
        order = chance.sample(names, len(names))
        assert {name: graph.evaluation.ask(name) for name in order} == expected


def test_long_chains_need_no_deep_stack() -> None:
    length = 4 * sys.getrecursionlimit()
    edges = {str(number): [str(number + 1)] for number in range(length)}
    graph = Graph(edges | {str(length): []})
    graph.compute = lambda key: (
        frozenset([*graph.edges[key], *graph.evaluation.ask(graph.edges[key][0])][-1:]) if graph.edges[key] else NOTHING
    )  # type: ignore[method-assign]
    graph.evaluation = Evaluation(graph.compute, lambda key: NOTHING, lambda key: frozenset("!"))
    assert graph.evaluation.ask("0") == {str(length)}


def test_what_is_begun_anew_is_not_begun_too_often() -> None:
    length = NESTED * 10
    graph = Graph({str(number): [str(number + 1)] for number in range(length)} | {str(length): []})
    graph.evaluation.ask("0")
    assert max(graph.computed.count(str(number)) for number in range(length)) <= 3


def test_a_stack_that_is_too_small_is_tried_again_empty() -> None:
    graph = Graph({"a": ["b"], "b": ["c"], "c": []})
    tries: list[str] = []

    def compute(key: str) -> Labels:
        tries.append(key)
        if key == "c" and tries.count("c") == 1:
            raise RecursionError
        if key == "b" and tries.count("b") > 2:
            return frozenset("never")
        return frozenset({key}).union(*map(graph.evaluation.ask, graph.edges[key]))

    graph.evaluation = Evaluation(compute, lambda key: NOTHING, lambda key: frozenset("!"))
    assert graph.evaluation.ask("a") == set("abc")


@pytest.mark.parametrize("loop", [False, True])
def test_what_no_stack_holds_has_the_answer_for_failures(loop: bool) -> None:
    graph = Graph({"a": ["b"], "b": ["a"] if loop else []})

    def compute(key: str) -> Labels:
        others = [graph.evaluation.ask(other) for other in graph.edges[key]]
        if key == "b":
            raise RecursionError
        return frozenset({key}).union(*others)

    graph.evaluation = Evaluation(compute, lambda key: NOTHING, lambda key: frozenset("!"))
    assert graph.evaluation.ask("a") == {"a", "!"}
    assert graph.evaluation.ask("b") == {"!"}


def test_a_new_question_of_a_later_round_that_no_stack_holds_fails_too() -> None:
    def compute(key: str) -> Labels:
        if key == "new":
            raise RecursionError
        other = evaluation.ask("a")
        return other | {"a"} | (evaluation.ask("new") if other else NOTHING)

    evaluation: Evaluation[str, Labels] = Evaluation(compute, lambda key: NOTHING, lambda key: frozenset("!"))
    assert evaluation.ask("a") == {"a", "!"}


def test_what_only_a_later_round_leads_to_is_answered_as_well() -> None:
    def compute(key: str) -> Labels:
        if key == "late":
            return evaluation.ask("a") | {"late"}
        known = evaluation.ask("a")
        return known | {"a"} | ({f"{len(known)}"} if len(known) < 3 else evaluation.ask("late"))

    evaluation: Evaluation[str, Labels] = Evaluation(compute, lambda key: frozenset("?"), lambda key: NOTHING)
    assert "late" in evaluation.ask("a")
    assert "late" in evaluation.ask("late")


def test_what_an_answer_depends_on_is_known() -> None:
    graph = Graph({"a": ["b"], "b": ["c"], "c": ["b"], "d": []})
    graph.evaluation = Evaluation(
        graph.compute, lambda key: NOTHING, lambda key: NOTHING, lambda key, answer: 1 << "abcd".index(key)
    )
    for name in "da":
        graph.evaluation.ask(name)
    assert {name: graph.evaluation.trace(name) for name in "abcd"} == {"a": 0b111, "b": 0b110, "c": 0b110, "d": 0b1000}


def test_what_is_noted_counts() -> None:
    def compute(key: str) -> Labels:
        evaluation.note(4)
        return NOTHING

    evaluation: Evaluation[str, Labels] = Evaluation(compute, lambda key: NOTHING, lambda key: NOTHING)
    evaluation.note(8)
    evaluation.ask("a")
    assert evaluation.trace("a") == 4


def test_after_a_defect_nothing_is_under_way() -> None:
    graph = Graph({"a": ["b"], "b": ["c"], "c": []})
    del graph.edges["c"]
    with pytest.raises(KeyError):
        graph.evaluation.ask("a")
    graph.edges["c"] = []
    assert graph.evaluation.ask("a") == set("abc")
    assert set(graph.evaluation.settled) == set("abc")
