"""Show runs live in a browser on this machine, and review there."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.app.serve import ServeOptions, open_server
from harness.cli.interrupts import interrupt_once
from harness.cli.output import say
from harness.domain.verdicts import ExitCode


@click.command("serve", short_help="Show runs live in a browser on this machine, and review there.")
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Where to listen. Default: this machine only.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, metavar="N", help="0 takes a free one. Default: 8765."
)
@click.option(
    "--token",
    envvar="HARNESS_SERVE_TOKEN",
    default="",
    metavar="TEXT",
    help="What lets others in who could reach the address; better as HARNESS_SERVE_TOKEN than for all to see.",
)
def command(host: str, port: int, token: str) -> int:
    """Show the run that goes on, the report's site, what of golden cases waits for a review, and the seals of cards.

    The address that is printed lets its reader accept and seal, if this was started at a terminal: who opens another may only
    look. Listens on this machine only; elsewhere a token is needed, and what is sent is not encrypted. Ends with Ctrl-C.
    """
    interrupt_once()
    with open_server(Path.cwd(), ServeOptions(host, port, token)) as listener:
        try:
            say(f"{listener.address}?key={listener.key if listener.is_local else '<the token>'}")
            sys.stdout.flush()
            listener.serve()
        except KeyboardInterrupt:
            say("\nended", err=True)
    return ExitCode.PASS
