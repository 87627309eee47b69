"""How much of what is wrong the checks find, and how much of what they find is wrong, beside bandit, ruff and semgrep."""
