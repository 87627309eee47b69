"""A small bank, written a second time: a journal of events, and what the events add up to."""

VERSION = "1.0.0"
