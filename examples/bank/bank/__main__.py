"""Starts the command line with `python -m bank`."""

import sys

from bank.cli import main

sys.exit(main())
