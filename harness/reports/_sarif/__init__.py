"""The parts of a log in SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as plain dicts."""
