"""What the specifications of a project said at a revision; those of the working tree are read in ``specifications``."""

from __future__ import annotations

from collections.abc import Sequence

from harness.adapters.revisions import files_at, present_at
from harness.app.past_configuration import configuration_at
from harness.app.project import Project
from harness.app.specification_places import SIGNS, Pattern, chosen, patterns
from harness.app.specifications import Specifications, read_specifications
from harness.domain.places import Mistake
from harness.errors import DocumentError


def specifications_at(project: Project, revision: str) -> Specifications:
    """The specifications of a revision, with the paths that they had there; what cannot be read is among the mistakes.

    Documents lie where the revision's own configuration says, and where today's does: one that only came to be named since
    then is no new requirement.

    Raises:
        UsageError: if the project is not in git, there is no such revision, or a document has more than 8 MiB.
    """
    then, mistakes = _configured_then(project, revision)
    signs = present_at(project.root, revision, SIGNS)
    where = patterns(signs, (*then, *project.configuration.spec.paths))
    contents = files_at(project.root, revision, _starts(where), lambda path: any(one.matches(path) for one in where))
    read = read_specifications(project.root, ((_written(path), contents[path]) for path in chosen(where, contents)))
    return Specifications(project.root, read.documents, (*mistakes, *read.mistakes))


def _configured_then(project: Project, revision: str) -> tuple[Sequence[str], tuple[Mistake, ...]]:
    try:
        configuration = configuration_at(project.root, revision)
    except DocumentError as error:
        return (), error.mistakes
    return configuration.spec.paths if configuration else (), ()


def _starts(where: Sequence[Pattern]) -> tuple[str, ...]:
    """Where to look; nowhere in particular, which is everywhere, if a pattern may match anywhere."""
    starts = tuple(dict.fromkeys(one.start for one in where))
    return starts if all(starts) else ()


def _written(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")
