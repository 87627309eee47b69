"""Measures harness against the bounds that it promises, as ratios and differences within one run."""
