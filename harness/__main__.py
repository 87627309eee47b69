"""``python -m harness``: the same as the command ``harness``; what it does lies in ``cli``."""

from harness.cli import main

if __name__ == "__main__":
    main()
