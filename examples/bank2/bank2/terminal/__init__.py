"""The bank for its staff: one command line, one answer."""
