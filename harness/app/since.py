"""The findings that stood at an older revision, so that only newer ones count; telling them apart lies in ``settling``."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from harness.adapters import files
from harness.adapters.exports import exported
from harness.adapters.sources import FolderTree
from harness.constitution import waivers
from harness.domain.findings import Finding, PrincipleResult, Standing, Waiver
from harness.errors import HarnessError
from harness.markdown.text import decode
from harness.ports.sources import SourceFile


def known_since(root: Path, revision: str, results: Callable[[Path], Iterable[PrincipleResult]]) -> Mapping[str, int]:
    """How often each fingerprint stood at a revision: ``results`` checks a folder as it checks the project.

    What was waived then is not known: else a waiver could be taken away, its date with it, and the finding stay hidden.
    The folder is gone when this returns or raises.

    Raises:
        UsageError: if the project is not in git, or there is no such revision.
        TreeError: if git cannot write the files.
    """
    with exported(root, revision) as folder:
        found = list(results(folder))
        findings = [finding for one in found for finding in one.findings]
        standing, _ = waivers.apply(_waivers(folder, findings), findings, [one.id for one in found], date.min)
    return Counter(finding.fingerprint for finding in standing if finding.standing is not Standing.WAIVED)


def _waivers(folder: Path, findings: Iterable[Finding]) -> Iterator[Waiver]:
    """The waivers that could have covered some findings."""
    for file in FolderTree(folder).read(sorted({finding.span.path for finding in findings})):
        if isinstance(file, SourceFile):
            yield from waivers.inline_waivers(file)
    with contextlib.suppress(HarnessError):  # where there is no such file, or an invalid one
        yield from waivers.read_waivers(decode(files.read_bytes(folder / waivers.PATH), waivers.PATH), waivers.PATH)
