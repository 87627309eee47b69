"""One model behind one of the SDK's clients: sends a request, waits no longer than it may, and lets no credential out."""

from __future__ import annotations

import json
import queue
import threading
import time
from dataclasses import dataclass
from typing import Any

import anthropic

from harness.adapters.model.answers import answer_of
from harness.adapters.model.faults import explained, took_too_long
from harness.adapters.model.providers import Client, open_client, secrets_of
from harness.adapters.model.requests import parameters
from harness.domain.configuration import Provider
from harness.domain.conversation import Answer, Conversation
from harness.errors import EvaluatorError

_CONNECT_SECONDS = 10.0
_HIDDEN = "[credential]"


@dataclass(frozen=True)
class _Raw:
    """What came back: the body as text, and the service's id of the request."""

    body: str
    request: str


class ModelClient:
    """Safe to use from several threads. Raises EvaluatorError where the provider's client lacks something."""

    def __init__(self, name: str, provider: Provider) -> None:
        self._name = name
        self._deadlines = _Deadlines()
        http = anthropic.DefaultHttpxClient(
            event_hooks={"request": [self._deadlines.before], "response": [self._deadlines.after]}
        )
        self._client: Client = open_client(provider, http)
        self._secrets = secrets_of(self._client)
        self._closed = threading.Event()
        self._waiting: set[queue.SimpleQueue[_Raw | BaseException]] = set()

    def answer(self, conversation: Conversation, seconds: float) -> Answer:
        """The next turn, in at most ``seconds`` with all retries. Raises EvaluatorError where there is none."""
        began = time.monotonic()
        asked = parameters(conversation, self._name)
        try:
            raw = self._ask(asked, seconds)
        except EvaluatorError:
            raise
        except Exception as error:  # noqa: BLE001 - the SDK's errors are many, and none may end a run
            raise self._without_secrets(explained(error, self._name, self._address)) from None
        body = self._hidden(raw.body)
        return answer_of(body, raw.request, asked=asked, seconds=time.monotonic() - began)

    def close(self) -> None:
        """Answer no more: who waits for an answer is told at once."""
        self._closed.set()
        for news in list(self._waiting):
            news.put(EvaluatorError("interrupted while the model was asked"))

    def _ask(self, asked: dict[str, Any], seconds: float) -> _Raw:
        """Ask in a thread of its own: the SDK bounds each read, but neither an answer that trickles nor its own patience."""
        news: queue.SimpleQueue[_Raw | BaseException] = queue.SimpleQueue()
        self._waiting.add(news)
        if self._closed.is_set():
            raise EvaluatorError("interrupted before the model was asked")
        threading.Thread(target=self._tell, args=(news, asked, seconds), name="answer", daemon=True).start()
        try:
            told = news.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            raise took_too_long(seconds) from None
        finally:
            self._waiting.discard(news)
        if isinstance(told, BaseException):
            raise told
        return told

    def _tell(self, news: queue.SimpleQueue[_Raw | BaseException], asked: dict[str, Any], seconds: float) -> None:
        try:
            self._deadlines.set(seconds)
            timeout = anthropic.Timeout(seconds, connect=min(_CONNECT_SECONDS, seconds))
            response = self._client.messages.with_raw_response.create(**asked, timeout=timeout)
            news.put(_Raw(response.text(), response.headers.get("request-id", "")))
        except BaseException as error:  # noqa: BLE001 - the boundary of a thread: told to the one that waits
            news.put(error)

    @property
    def _address(self) -> str:
        url = self._client.base_url
        return f"{url.scheme}://{url.netloc.decode()}"

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN).replace(json.dumps(secret)[1:-1], _HIDDEN)
        return text

    def _without_secrets(self, error: EvaluatorError) -> EvaluatorError:
        return EvaluatorError(self._hidden(error.what), self._hidden(error.hint))


class _Deadlines:
    """Keeps the SDK's retries within the time of the thread that asks, by what the HTTP client lets us see of them."""

    def __init__(self) -> None:
        self._of_thread = threading.local()

    def set(self, seconds: float) -> None:
        """The requests of this thread end in so many seconds."""
        self._of_thread.end = time.monotonic() + seconds

    def before(self, request: Any) -> None:
        """Send nothing when the time is over: nobody waits for the answer, but it would be paid for."""
        if self._left() <= 0:
            raise anthropic.AnthropicError("the time for an answer is over")  # the one kind that is not tried again

    def after(self, response: Any) -> None:
        """Where the service asks for more patience than there is, let the SDK tell its error now instead of sleeping."""
        asked = _seconds(response.headers.get("retry-after")) or _seconds(response.headers.get("retry-after-ms")) / 1000
        if asked > self._left():
            response.headers["x-should-retry"] = "false"

    def _left(self) -> float:
        end: float = getattr(self._of_thread, "end", float("inf"))
        return end - time.monotonic()


def _seconds(header: str | None) -> float:
    try:
        return float(header or 0)
    except ValueError:  # a date, which no service that we know sends
        return 0.0
