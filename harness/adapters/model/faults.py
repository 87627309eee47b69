"""Every error of the SDK as one line with a hint; none of them says anything of the product."""

from __future__ import annotations

import anthropic

from harness.errors import EvaluatorError

_MOST_WORDS = 300


def explained(error: Exception, model: str, address: str) -> EvaluatorError:
    """The error as people read it. ``address`` is where the request went."""
    if isinstance(error, anthropic.APITimeoutError):
        return EvaluatorError(
            f"the model at `{address}` did not answer in time", "run it again; raise `limits` if it is slow"
        )
    if isinstance(error, anthropic.APIConnectionError):
        what = f"the model cannot be reached at `{address}`: {_root(error)}"
        return EvaluatorError(what, "look at the network, and at ANTHROPIC_BASE_URL if that is set")
    if isinstance(error, anthropic.APIStatusError):
        return _of_status(error, model)
    return EvaluatorError(
        f"the model cannot be asked: {_line(error)}", "look at how credentials for the model are set up"
    )


def took_too_long(seconds: float) -> EvaluatorError:
    """That the whole of an answer, with all retries, took longer than it may."""
    return EvaluatorError(
        f"the model did not answer within {seconds:.0f} s",
        "run it again; raise the `seconds` of `limits` if it is slow",
    )


def _of_status(error: anthropic.APIStatusError, model: str) -> EvaluatorError:
    kind = error.type or ""
    said = f" ({error.status_code}): {_said(error)}"
    for statuses, kinds, what, hint in _STATUSES:
        if error.status_code in statuses or kind in kinds:
            return EvaluatorError(what.format(model=model) + said, hint)
    if error.status_code >= 500:
        return EvaluatorError(f"the model's service failed{said}", "run it again later")
    return EvaluatorError(f"the model's service refuses the request{said}", "see what it says")


_STATUSES: tuple[tuple[tuple[int, ...], tuple[str, ...], str, str], ...] = (
    ((529,), ("overloaded_error",), "the model's service is overloaded, after all retries", "run it again later"),
    (
        (429,),
        ("rate_limit_error",),
        "the model's service limits the rate of requests, after all retries",
        "run it again later, with fewer `workers`, or raise the limit of the account",
    ),
    (
        (401,),
        ("authentication_error",),
        "the model's service does not take the credential",
        "look at ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN",
    ),
    ((402,), ("billing_error",), "the account with the model's service cannot pay", "see its billing page"),
    ((403,), ("permission_error",), "the credential may not use `{model}`", "use another model, or another key"),
    ((404,), ("not_found_error",), "there is no model `{model}`", "look at `model` in harness.toml"),
    (
        (413,),
        ("request_too_large",),
        "the conversation is too large for the model's service",
        "split the card, so that less has to be shown",
    ),
    (
        (400, 422),
        ("invalid_request_error",),
        "the model's service refuses the request",
        "where it names a tool or toolset that it does not know, set `browser_toolset = false` in harness.toml",
    ),
)


def _said(error: anthropic.APIStatusError) -> str:
    return _short(error.api_message if isinstance(error.api_message, str) else error.message) or "no reason given"


def _line(error: BaseException) -> str:
    return _short(str(error)) or type(error).__name__


def _root(error: BaseException) -> str:
    """What lies below: the SDK only says that there was an error of the connection."""
    while error.__cause__ is not None:
        error = error.__cause__
    return _line(error)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_WORDS else f"{line[:_MOST_WORDS]}…"
