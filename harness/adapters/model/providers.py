"""Which of the SDK's clients reaches a provider, and whether it has what it needs; it reads the environment as the SDK does."""

from __future__ import annotations

import importlib.util
from typing import Any

import anthropic

from harness.domain.configuration import Provider
from harness.errors import EvaluatorError

Client = (
    anthropic.Anthropic
    | anthropic.AnthropicAWS
    | anthropic.AnthropicBedrock
    | anthropic.AnthropicFoundry
    | anthropic.AnthropicGoogleCloud
    | anthropic.AnthropicVertex
)
RETRIES = 5
_EXTRAS = {
    Provider.AWS: ("boto3", "aws"),
    Provider.BEDROCK: ("boto3", "bedrock"),
    Provider.GOOGLE_CLOUD: ("google.auth", "vertex"),
    Provider.VERTEX: ("google.auth", "vertex"),
}
_HINT = (
    "export ANTHROPIC_API_KEY (any text, for a server of your own that asks for none), or run only what needs no model: "
    "`--evaluator literal`"
)


def open_client(provider: Provider, http: Any) -> Client:
    """The client of a provider. Raises EvaluatorError, in one line, where it lacks a credential, a setting or a package."""
    _require_package(provider)
    try:
        client: Client = _CLIENTS[provider](max_retries=RETRIES, http_client=http)
    except (anthropic.AnthropicError, ValueError, TypeError) as error:
        what = f"no model can be asked through `{provider}`: {str(error).strip().splitlines()[0]}"
        raise EvaluatorError(
            what, "set what it asks for, or run only what needs no model: `--evaluator literal`"
        ) from error
    if provider is Provider.ANTHROPIC and not _has_credential(client):
        raise EvaluatorError("no credential for the model: ANTHROPIC_API_KEY is not set", _HINT)
    return client


def secrets_of(client: Client) -> tuple[str, ...]:
    """The credentials that a client holds, to be kept out of everything that is shown or stored."""
    held = (getattr(client, name, None) for name in ("api_key", "auth_token", "access_token", "aws_secret_key"))
    headers = (str(client.default_headers.get(name, "")) for name in ("Authorization", "X-Api-Key"))
    found = (*(value for value in held if isinstance(value, str)), *headers)
    return tuple(value.removeprefix("Bearer ") for value in found if len(value) >= 8)


_CLIENTS: dict[Provider, Any] = {
    Provider.ANTHROPIC: anthropic.Anthropic,
    Provider.AWS: anthropic.AnthropicAWS,
    Provider.BEDROCK: anthropic.AnthropicBedrock,
    Provider.FOUNDRY: anthropic.AnthropicFoundry,
    Provider.GOOGLE_CLOUD: anthropic.AnthropicGoogleCloud,
    Provider.VERTEX: anthropic.AnthropicVertex,
}


def _require_package(provider: Provider) -> None:
    package, extra = _EXTRAS.get(provider, ("anthropic", ""))
    try:
        missing = importlib.util.find_spec(package) is None
    except ModuleNotFoundError:  # of a dotted name whose parent is missing
        missing = True
    if missing:
        what = f"no model can be asked through `{provider}`: the package `{package}` is not installed"
        raise EvaluatorError(what, f"pip install 'anthropic[{extra}]'")


def _has_credential(client: Client) -> bool:
    if any(getattr(client, name, None) for name in ("api_key", "auth_token", "credentials")):
        return True
    return bool({name.lower() for name in client.default_headers} & {"authorization", "x-api-key"})
