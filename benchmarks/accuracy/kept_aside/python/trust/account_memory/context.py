from flask import session

PREFIX = "ctx."


def remember(key, value):
    session[PREFIX + key] = value


def recall(key, default=None):
    return session.get(PREFIX + key, default)
