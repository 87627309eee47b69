"""Opens a model without waiting for the SDK, and says in one line why it cannot be; asking it lies in ``client``."""

from __future__ import annotations

import importlib.util
import logging
import os
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from harness.domain.configuration import Provider
from harness.domain.conversation import Answer, Conversation
from harness.errors import EvaluatorError

if TYPE_CHECKING:
    from harness.adapters.model.client import ModelClient

MOST_SECONDS = 600.0
"""What one answer may take where no limit is nearer; the service itself gives up after as long without streaming."""


class OpenModel:
    """A model whose SDK is still being imported, perhaps: that takes longer than a cell does (see ``ports.Model``)."""

    def __init__(self, name: str, provider: Provider) -> None:
        self._name = name
        self._provider = provider
        self._client: Future[ModelClient] = Future()
        threading.Thread(target=self._load, name="model", daemon=True).start()

    @property
    def name(self) -> str:
        """The model's id, as it is asked for."""
        return self._name

    def answer(self, conversation: Conversation, seconds: float | None = None) -> Answer:
        """The next turn, within ``seconds``. Raises EvaluatorError where there is none."""
        client = self._client.result()
        return client.answer(conversation, min(MOST_SECONDS, seconds if seconds is not None else MOST_SECONDS))

    def ready(self) -> None:
        """Wait until the model can be asked. Raises EvaluatorError if it cannot: nothing is sent."""
        self._client.result()

    def close(self) -> None:
        """Answer no more: who waits for an answer is told at once."""
        if self._client.done() and self._client.exception() is None:
            self._client.result().close()

    def _load(self) -> None:
        try:
            from harness.adapters.model.client import ModelClient

            self._client.set_result(ModelClient(self._name, self._provider))
        except BaseException as error:  # noqa: BLE001 - the boundary of a thread: told to whoever asks
            self._client.set_exception(error)


def open_model(name: str, provider: Provider) -> OpenModel:
    """A model of a provider, asked for by its id. Nothing is sent.

    Raises EvaluatorError where the SDK is missing, or no credential can be found where the SDK looks for one.
    """
    if importlib.util.find_spec("anthropic") is None:
        raise EvaluatorError(
            "the model cannot be asked: the package `anthropic` is not installed",
            "pip install 'spec-harness[blind]'",
        )
    # What the SDK has to say beside its errors would land between our lines.
    logging.getLogger("anthropic").addHandler(logging.NullHandler())
    model = OpenModel(name, provider)
    if not _surely_has_credential(provider):
        model.ready()
    return model


def _surely_has_credential(provider: Provider) -> bool:
    """Whether the environment has a credential for all to see; only if not, the SDK's longer search is waited for."""
    wanted = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
    return provider is Provider.ANTHROPIC and any(os.environ.get(name) for name in wanted)
