"""A small bank: a command line, a JSON API and web pages over one data file."""

__version__ = "1.0.0"
