"""Processes, files, network, clock, environment and git: the only package that touches the machine."""
