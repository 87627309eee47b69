"""Answers an agent over the Model Context Protocol, on standard input and output; what its tools say lies in ``app``."""
