"""Write a pipeline for github or gitlab, or an extension of Spec Kit."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.ci_init import Service, ci_init
from harness.cli.output import say
from harness.domain.verdicts import ExitCode


@click.command("init", short_help="Write a pipeline for github or gitlab, or an extension of Spec Kit.")
@click.argument("service", type=click.Choice([one.value for one in Service]))
@click.option(
    "--requirement",
    metavar="TEXT",
    help="What the pipeline's pip installs harness from, such as `spec-harness[all] @ git+https://...`. Default: as here.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would be written.")
def command(service: str, requirement: str | None, dry_run: bool) -> int:
    """Write a pipeline that runs `harness verify` on every change, keeps its evidence, shows its reports and gates.

    github writes .github/workflows/harness.yml, gitlab .gitlab-ci.yml (or a file to include, where there is one). Nothing that
    exists is overwritten. spec-kit writes an extension below .harness/, whose hook verifies after each implementation.
    """
    pipeline = ci_init(Path.cwd(), Service(service), requirement, dry_run=dry_run)
    for path, text in pipeline.files.items():
        say(f"{'would write' if dry_run else 'wrote'} {path}")
        if dry_run:
            say(text.rstrip("\n"))
    for remark in pipeline.remarks:
        say(remark, err=True)
    return ExitCode.PASS
