"""Adds to what flows in a project what is missing in its handlers; finding flows lies in ``project``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from harness.constitution.checks.dataflow.answers import Analysis, Answers, Unfollowed
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec
from harness.constitution.checks.dataflow.handlers import javascript_absent
from harness.constitution.checks.dataflow.handlers.absent import CATEGORIES, missing
from harness.constitution.checks.dataflow.lowering import Parse
from harness.constitution.checks.dataflow.values import Hit
from harness.domain.findings import DoubtKind
from harness.ports.blobs import Blobs
from harness.ports.sources import SourceFile
from harness.ports.workers import Lost, Workers


@dataclass(frozen=True)
class HandlerAnalysis:
    """An analysis of flows, and of handlers where a spec asks for one of their categories."""

    flows: Analysis[CatalogueSpec]
    parse: Parse
    crew: Callable[[Callable[[], Any]], AbstractContextManager[Workers[Any]]]
    blobs: Blobs | None = None
    version: str = ""

    def analysed(
        self,
        files: Sequence[SourceFile],
        spec: CatalogueSpec,
        *,
        explain: bool = False,
        told: Callable[[int, int], None] = lambda done, all: None,
    ) -> Answers:
        """What flows in the files, and what is missing in their handlers."""
        absent = self._missing(files, spec)
        if not _has_flows(spec):
            return absent
        return _joined(self.flows.analysed(files, spec, explain=explain, told=told), absent)

    def analysed_apart(self, files: Sequence[SourceFile], spec: CatalogueSpec) -> Sequence[Answers]:
        """The same for each file as a project of its own."""
        alone = replace(self, blobs=None)
        absent = [alone._missing([file], spec) for file in files]
        if not _has_flows(spec):
            return absent
        return [_joined(*both) for both in zip(self.flows.analysed_apart(files, spec), absent, strict=True)]

    def _missing(self, files: Sequence[SourceFile], spec: CatalogueSpec) -> Answers:
        wanted = sorted(CATEGORIES.intersection(spec.categories))
        if not wanted or not files:
            return Answers()
        names = sorted(f"{file.sha256} {file.path}" for file in files)
        text = "\n".join([self.version, spec.language, *wanted, *names])
        key = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        blob = self.blobs.get([key]).get(key) if self.blobs else None
        kept = None if blob is None else _read(blob)
        if kept is not None:
            return replace(kept, cached=len(files))
        found = self._found({file.path: file.data for file in files}, wanted, spec.language)
        if self.blobs and not any(one.kind is DoubtKind.TOOL for one in found.unfollowed):
            self.blobs.put({key: _written(found)})
        return found

    def _found(self, data: Mapping[str, bytes], wanted: list[str], language: str) -> Answers:
        # In this process, but on the stack of a worker: code may be nested deeply.
        with self.crew(lambda: data) as workers:
            (answer,) = workers.each(partial(_missing_in, self.parse, language), [wanted], apart=False)
        if isinstance(answer, Lost):
            reason = f"handlers could not be looked at: {answer.reason}"
            return Answers(unfollowed=(Unfollowed(DoubtKind.TOOL, reason),))
        return answer


def _missing_in(parse: Parse, language: str, data: Mapping[str, bytes], wanted: list[str]) -> Answers:
    try:
        return (missing if language == "python" else javascript_absent.missing)(data, parse, wanted)
    except RecursionError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is: what flows is still to be told
        reason = f"handlers could not be looked at: a mistake of the analysis itself ({type(error).__name__})"
        return Answers(unfollowed=(Unfollowed(DoubtKind.TOOL, reason),))


def _has_flows(spec: CatalogueSpec) -> bool:
    """Whether anything is asked for that flows, and not only what is missing in handlers."""
    return bool(spec.own) or not CATEGORIES.issuperset(spec.categories)


def _joined(flows: Answers, absent: Answers) -> Answers:
    """Both, each thing that could not be followed once."""
    unfollowed = tuple(dict.fromkeys((*flows.unfollowed, *absent.unfollowed)))
    return replace(flows, hits=(*flows.hits, *absent.hits), unfollowed=unfollowed)


def _written(answers: Answers) -> bytes:
    hits = [[one.rule, one.category, one.path, one.line, one.start, one.end, one.note] for one in answers.hits]
    unfollowed = [[one.kind.value, one.reason, one.path, one.line] for one in answers.unfollowed]
    return json.dumps([hits, unfollowed]).encode()


def _read(kept: bytes) -> Answers | None:
    """What was kept; None for bytes that something else has written."""
    try:
        hits, unfollowed = json.loads(kept)
        return Answers(
            tuple(
                Hit(rule, category, path, line, start, end, None, note)
                for rule, category, path, line, start, end, note in hits
            ),
            tuple(Unfollowed(DoubtKind(kind), *rest) for kind, *rest in unfollowed),
        )
    except (ValueError, TypeError):
        return None
