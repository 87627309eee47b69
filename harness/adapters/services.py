"""Starts the product's services in a cell, waits until they are ready, keeps what they print, and tells which ended."""

from __future__ import annotations

import http.client
import os
import re
import shlex
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from harness.adapters.cell.plan import Cell
from harness.adapters.cell.view import Refusal, View
from harness.domain.configuration import Service
from harness.domain.results import ServiceEnd
from harness.errors import MachineError

MOST_LOG = 16 << 20
_TAIL_LINES = 6
_STYLES = re.compile(r"\x1b\[[0-9;:]*m")
_POLL = 0.01
_SLOWEST_POLL = 0.2
_ANSWER_SECONDS = 2.0


class RunningService:
    """One service of one card run. What it prints goes to ``log``, at most MOST_LOG bytes of it."""

    def __init__(self, name: str, service: Service, cell: Cell, log: Path) -> None:
        self.name = name
        self.service = service
        self._log = log
        self._lock = threading.Lock()
        self._printed = bytearray()
        self._instead = f": it did not print `{service.ready}`" if service.ready else ""
        source, sink = os.pipe()
        nothing = os.open(os.devnull, os.O_RDONLY)
        argv = shlex.split(service.run.replace("{tree}", cell.tree))
        try:
            self._process = cell.product.start(argv, cell.tree, {0: nothing, 1: sink, 2: sink}, trusted=True)
        except Refusal as refusal:
            os.close(source)
            raise MachineError(
                f"service `{name}` cannot be run as `{' '.join(argv)}`: {refusal.strerror}",
                f"check [product.services.{name}] in harness.toml",
            ) from refusal
        finally:
            os.close(sink)
            os.close(nothing)
        self._reader = threading.Thread(target=self._read, args=(source,), name=f"service {name}", daemon=True)
        self._reader.start()

    def await_ready(self, product: View, deadline: float) -> None:
        """Return once the service is ready. Raises MachineError if it ends or is not ready in time."""
        until = min(deadline, time.monotonic() + self.service.seconds)
        pause = _POLL
        while not self._is_ready(product):
            if ended := self.ended():
                raise MachineError(_with_last_words(f"service `{self.name}` ended with {_named(ended.status)}", ended))
            if time.monotonic() > until:
                ended = ServiceEnd(service=self.name, status=0, last_words=self.last_words())
                what = f"service `{self.name}` was not ready in time{self._instead}"
                raise MachineError(_with_last_words(what, ended), f"check `ready` in [product.services.{self.name}]")
            time.sleep(pause)
            pause = min(pause * 1.5, _SLOWEST_POLL)

    def ended(self) -> ServiceEnd | None:
        """How the service ended; None while it runs."""
        ending = self._process.wait(0.0)
        if ending is None:
            return None
        self._reader.join(0.2)
        return ServiceEnd(service=self.name, status=ending.status, last_words=self.last_words())

    def last_words(self) -> str:
        """The last lines that it printed."""
        with self._lock:
            text = bytes(self._printed[-4096:]).decode(errors="replace")
        return "\n".join(_STYLES.sub("", text).strip().splitlines()[-_TAIL_LINES:])

    def close(self) -> None:
        """Stop it."""
        self._process.close()

    def _is_ready(self, product: View) -> bool:
        ready = self.service.ready
        if ready is None:
            return self._process.ending is None
        if ready.startswith("http://"):
            status = status_of(product, urlsplit(ready))
            self._instead = f": `{ready}` was answered with status {status}" if status else f": no answer at `{ready}`"
            return status is not None and status < 400
        with self._lock:
            return ready.encode() in self._printed

    def _read(self, source: int) -> None:
        with os.fdopen(source, "rb", buffering=0) as pipe, self._log.open("wb", buffering=0) as log:
            while chunk := pipe.read(1 << 16):
                with self._lock:
                    kept = chunk[: MOST_LOG - len(self._printed)]
                    self._printed += kept
                log.write(kept)


def start_services(cell: Cell, services: Mapping[str, Service], logs: Path, deadline: float) -> list[RunningService]:
    """Start all services, then wait for each in the order of the configuration. Raises MachineError if one does not come up."""
    if services:
        logs.mkdir(parents=True, exist_ok=True)
    running: list[RunningService] = []
    try:
        for name, service in services.items():
            running.append(RunningService(name, service, cell, logs / f"{name}.log"))
        for started in running:
            started.await_ready(cell.product, deadline)
    except BaseException:
        for started in running:
            started.close()
        raise
    return running


def status_of(product: View, url: SplitResult) -> int | None:
    """The status with which a GET of the URL, sent inside the cell, is answered; None if it is not."""
    host = "127.0.0.1" if url.hostname in (None, "localhost") else url.hostname
    connection = http.client.HTTPConnection(url.netloc, timeout=_ANSWER_SECONDS)
    try:
        connection.sock = product.connect(host, url.port or 80, _ANSWER_SECONDS)
        target = (url.path or "/") + (f"?{url.query}" if url.query else "")
        connection.request("GET", target)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def origin_of(services: Mapping[str, Service]) -> str | None:
    """The address of the first service that is waited for by URL: what bare paths on cards belong to."""
    return next((address for service in services.values() if (address := address_of(service))), None)


def address_of(service: Service) -> str:
    """Scheme, host and port of a service that is waited for by URL; of another one nothing is known."""
    if not (service.ready and service.ready.startswith("http://")):
        return ""
    parts = urlsplit(service.ready)
    return f"{parts.scheme}://{parts.netloc}"


def _named(status: int) -> str:
    return f"exit code {status}" if status >= 0 else f"signal {-status}"


def _with_last_words(what: str, ended: ServiceEnd) -> str:
    words = "".join(f"\n  {line}" for line in ended.last_words.splitlines())
    return f"{what}; it printed:{words}" if words else what
