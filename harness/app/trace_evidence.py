"""Gathers everything of a project that claims a requirement: cards, golden cases, principles, marked tests and comments."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import files
from harness.adapters.git import DOCUMENT_FOLDERS
from harness.adapters.marked_tests import marked_tests
from harness.adapters.markers import markers
from harness.adapters.sources import FolderTree
from harness.app.constitutions import FOLDER as CONSTITUTIONS
from harness.app.constitutions import load_constitutions
from harness.app.golden_cases import GOLDEN, Cases, has_documents, load_cases
from harness.app.project import Project
from harness.app.waiving import waiving
from harness.constitution.globs import Globs
from harness.domain.cards import Card
from harness.domain.configuration import Configuration
from harness.domain.golden import GoldenCase
from harness.domain.places import Mistake, Place, Severity
from harness.domain.principles import Principle
from harness.domain.requirements import ByName
from harness.domain.specifications import Specification, TestLink
from harness.domain.tracing import Evidence, EvidenceKind, Orphan
from harness.errors import DocumentError, UsageError
from harness.ports.sources import SourceFile
from harness.trace.fingerprints import golden_fingerprint


@dataclass(frozen=True)
class Gathered:
    """What claims requirements, the links to tests that lead to no file, and what could not be read.

    ``principles`` are all that are in effect, and ``cases`` the golden cases with their snapshots (None: there are none, or
    they cannot be read), whether they claim anything or not. ``unread`` says of ``golden`` or ``constitutions`` why nothing of
    it is known.
    """

    evidence: tuple[Evidence, ...]
    loose: tuple[Orphan, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    principles: tuple[Principle, ...] = ()
    cases: Cases | None = None
    unread: Mapping[str, Mistake] = field(default_factory=dict)


def gathered(project: Project) -> Gathered:
    """All evidence of a project, in the order of cards, golden cases, principles, markers and tests."""
    names = ByName(project.requirements)
    cases, of_cases = _cases(project)
    principles, of_principles = _principles(project.root)
    linked, loose = _linked_tests(project.root, project.specifications.documents if project.specifications else ())
    evidence = (
        *map(of_card, project.cards),
        *(of_case(one, golden_digest(cases, one)) for one in (cases.every if cases else ())),
        *(of_principle(one) for one in principles if one.verifies),
        *marked(code_files(project.root, project.configuration), names),
        *linked,
    )
    unread = {GOLDEN: of_cases, CONSTITUTIONS: of_principles}
    first = {
        folder: one
        for folder, mistakes in unread.items()
        for one in reversed(mistakes)
        if one.severity is Severity.ERROR
    }
    return Gathered(evidence, loose, (*of_cases, *of_principles), tuple(principles), cases, first)


def of_card(card: Card) -> Evidence:
    """A card as evidence."""
    return Evidence(
        kind=EvidenceKind.CARD,
        id=card.id,
        title=card.title,
        place=Place(path=card.path, line=card.line_of("verifies")),
        sha256=card.sha256,
        claims=card.verifies,
        technique="test card",
        dimensions=card.dimensions,
    )


def of_case(case: GoldenCase, golden: str) -> Evidence:
    """A golden case as evidence; ``golden`` is the digest of its snapshot, empty where it has none."""
    card = case.card
    return of_card(card).model_copy(
        update={
            "kind": EvidenceKind.GOLDEN,
            "sha256": golden_fingerprint(card.sha256, golden),
            "technique": "golden case",
        }
    )


def of_principle(principle: Principle) -> Evidence:
    """A principle as evidence."""
    return Evidence(
        kind=EvidenceKind.PRINCIPLE,
        id=principle.id,
        title=principle.title,
        place=principle.place,
        sha256=principle.sha256,
        claims=principle.verifies,
        cwes=principle.cwes,
        technique=", ".join(dict.fromkeys(f"{spec.kind} {spec.use.value}" for spec in principle.checks)),
    )


def marked(found: Iterable[SourceFile], names: ByName) -> Iterator[Evidence]:
    """The markers of some files, and their tests in Python that are marked.

    A word of a comment without a digit that no requirement is called by is no name.
    """
    tests: list[Evidence] = []

    def noted() -> Iterator[SourceFile]:
        for file in found:
            tests.extend(marked_tests([file]))
            yield file

    for one in markers(noted(), lambda word: bool(names.all(word)) or any(map(str.isdigit, word))):
        yield one.model_copy(update={"technique": "marker"})
    yield from tests


def code_files(root: Path, configuration: Configuration) -> Iterator[SourceFile]:
    """The files of a project that may be marked: all but its documents, and what is not checked either."""
    tree = FolderTree(root, left_out(configuration))
    paths = (entry.path for entry in tree.entries() if entry.target is None)
    yield from (found for found in tree.read(paths) if isinstance(found, SourceFile))


def left_out(configuration: Configuration) -> Callable[[str], str]:
    """Says of a path of a project why it cannot be marked; empty where it can."""
    patterns = configuration.check.exclude
    excluded = Globs(patterns) if patterns else None

    def why(path: str) -> str:
        if path.partition("/")[0] in DOCUMENT_FOLDERS:
            return "a document"
        return "excluded by the configuration" if excluded and excluded.match(path) else ""

    return why


def golden_digest(cases: Cases | None, case: GoldenCase) -> str:
    """The digest of the snapshot of a case; empty where there is none."""
    kept = cases.snapshots.get(case.id) if cases else None
    return hashlib.sha256(kept.data).hexdigest() if kept else ""


def _cases(project: Project) -> tuple[Cases | None, tuple[Mistake, ...]]:
    if not (project.root / GOLDEN).is_dir():
        return None, ()
    try:
        return load_cases(project.root, project=project), ()
    except DocumentError as error:
        return None, error.mistakes
    except UsageError:
        if has_documents(project.root):
            raise  # one cannot be read: without it nothing is known of any
        return None, ()  # there is no case, and there never was one


def _principles(root: Path) -> tuple[Sequence[Principle], tuple[Mistake, ...]]:
    try:
        loaded = load_constitutions(root, waiving(root).weakened())
    except DocumentError as error:
        return (), error.mistakes
    return loaded.principles, loaded.mistakes


def _linked_tests(root: Path, documents: Iterable[Specification]) -> tuple[tuple[Evidence, ...], tuple[Orphan, ...]]:
    """The tests that specifications link to: each is a claim, by the document, and shows nothing by itself."""
    found: dict[str, Evidence] = {}
    loose: list[Orphan] = []
    for document in documents:
        for link in document.test_links:
            claim = f"{document.feature}/{link.requirement}" if document.feature else link.requirement
            path = _path_of(link, document.path)
            data = _content(root, path)
            evidence = Evidence(
                kind=EvidenceKind.MARKER,
                id=f"{path}@{document.path}",
                place=link.place,
                sha256=hashlib.sha256(data or b"").hexdigest(),
                claims=(claim,),
                technique="linked test",
            )
            if data is None:
                loose.append(
                    Orphan(evidence=evidence, claim=link.target, what="the test that it links to is not there")
                )
                continue
            known = found.get(evidence.id)
            claims = (*(known.claims if known else ()), claim)
            found[evidence.id] = evidence.model_copy(update={"claims": tuple(dict.fromkeys(claims))})
    return tuple(found.values()), tuple(loose)


def _path_of(link: TestLink, document: str) -> str:
    target = link.target.partition("::")[0].partition("#")[0].strip()
    return posixpath.normpath(posixpath.join(posixpath.dirname(document), target))


def _content(root: Path, path: str) -> bytes | None:
    """A file of the project; None where there is none, or it lies elsewhere."""
    full = root / path
    if path.startswith(("../", "/")) or not files.is_inside(full, root) or not full.is_file():
        return None
    return files.read_bytes(full)
