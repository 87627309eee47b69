import secrets

TOKENS = {}


def token_for(name):
    return TOKENS.setdefault(name, secrets.token_urlsafe())
