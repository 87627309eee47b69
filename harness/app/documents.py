"""Placeholder until lint lands."""


def lint_errors(project, cards):
    return {}
