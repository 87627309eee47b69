"""Values in JSON, YAML, TOML, ``.env``, Dockerfiles, workflows and front matter, chosen by a path; code is for other kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.constitution._forms import Form, noted, refuse_quantifiers
from harness.constitution.data.formats import Format, format_of, is_format, read_contents
from harness.constitution.data.path_reading import PathError
from harness.constitution.data.questions import Question
from harness.constitution.data.samples import BAD, GOOD
from harness.constitution.data.tree import Contents, DataError
from harness.constitution.globs import Globs
from harness.constitution.kinds import Doubtful, Job, Match, Quantifier, Scope, Seen, bounded, read_options, refuse
from harness.domain.findings import DoubtKind, Role
from harness.domain.principles import CheckSpec, Use
from harness.errors import HarnessError
from harness.ports.sources import SourceFile, Tools

__all__ = ["BAD", "BY_FILE", "GOOD", "SCOPE", "looks_at", "quantifier", "read", "scan"]

SCOPE = Scope.FILE
BY_FILE = True


class DataCheck(Form):
    """A check of this kind as written."""

    data: Question


def read(spec: CheckSpec) -> DataCheck:
    """The check. Raises DocumentError, also for paths, patterns and schemas that cannot be used."""
    check = read_options(DataCheck, spec)
    refuse_quantifiers(spec, check)
    if spec.use is Use.FORBID and check.data.exists is False:
        raise refuse(spec, "that something is missing cannot be forbidden", "require it: `exists: true`")
    try:
        check.data.check()
    except PathError as error:
        hint = "write it as RFC 9535 says: `$.spec.containers[*].image`"
        raise refuse(spec, f"the path cannot be used: {error}", hint) from None
    except ValueError as error:
        raise refuse(spec, str(error), "see `data` in docs/constitution.md") from None
    return check


def quantifier(use: Use, options: DataCheck) -> Quantifier:
    """What is required must be so everywhere, unless one place is said to be enough."""
    return options.quantifier(use, Quantifier.EVERYWHERE)


def looks_at(options: DataCheck, path: str) -> bool:
    """Files of the format, told by their names, or those that ``files`` names."""
    question = options.data
    if question.files:
        return Globs(question.files).match(path)
    found = format_of(path)
    return is_format(found, question.format) if question.format else found is not None


def scan(jobs: Sequence[Job[DataCheck]], files: Sequence[SourceFile], tools: Tools) -> Iterator[Seen]:
    """What each job sees in each file; a file that cannot be read as its format is in doubt."""
    for file in files:
        contents: dict[Format, Contents | DataError] = {}
        for job in jobs:
            if looks_at(job.options, file.path):
                yield from _seen(job, file, contents)


def _seen(job: Job[DataCheck], file: SourceFile, known: dict[Format, Contents | DataError]) -> Iterator[Seen]:
    format = _format(job.options.data, file.path)
    if format is None:
        reason = "its name does not tell its format; name it with `format`"
        yield Doubtful(job.key, DoubtKind.UNPARSABLE, reason, file.path)
        return
    if format not in known:
        known[format] = _contents(format, file)
    contents = known[format]
    if isinstance(contents, DataError):
        yield Doubtful(job.key, DoubtKind.UNPARSABLE, contents.reason, file.path, contents.line)
        return
    try:
        yield from bounded(_matches(job, file.path, contents), job.key, file.path)
    except HarnessError as error:
        yield Doubtful(job.key, DoubtKind.TOOL, f"{error.what}; {error.hint}", file.path)
    except ValueError as error:
        yield Doubtful(job.key, DoubtKind.BROKEN_CHECK, str(error), file.path)


def _format(question: Question, path: str) -> Format | None:
    found = format_of(path)
    return found if question.format is None or is_format(found, question.format) else question.format


def _contents(format: Format, file: SourceFile) -> Contents | DataError:
    try:
        return read_contents(format, file.data)
    except DataError as error:
        return error


def _matches(job: Job[DataCheck], path: str, contents: Contents) -> Iterator[Match]:
    question, note, span = job.options.data, job.options.note, contents.source.span
    documents = [document for document in contents.documents if question.concerns(document)]
    if job.spec.use is Use.FORBID:
        for item in (item for document in documents for item in question.meeting(document)):
            yield Match(job.key, Role.VIOLATES, path, *span(item), note)
        return
    if not contents.documents and not question.when and not question.each:
        yield Match(job.key, Role.VIOLATES, path, note=noted("it is empty", note))
    for answer in (answer for document in documents for answer in question.answers(document)):
        if not answer.reason:
            yield Match(job.key, Role.ENFORCES, path, *span(answer.item), note)
        elif job.quantifier is Quantifier.EVERYWHERE:
            yield Match(job.key, Role.VIOLATES, path, *span(answer.item), noted(answer.reason, note))
