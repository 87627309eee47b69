"""The commands of ``harness``, one module each, found by their names; none of them is imported before it is called."""
