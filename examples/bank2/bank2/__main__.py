"""Starts the command line with `python -m bank2`."""

from bank2.terminal.main import run_from_shell

run_from_shell()
