from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import requests
from flask import Flask, jsonify, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@dataclass
class Settings:
    base_url: str
    token: str
    timeout: float = 5.0


class Client:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {settings.token}"

    def call(self, path: str, **parameters: Any) -> dict[str, Any]:
        answer = self.session.get(
            urljoin(self.settings.base_url, path), params=parameters, timeout=self.settings.timeout
        )
        answer.raise_for_status()
        return answer.json()


@app.post("/integrations/test")
def test_integration():
    body = request.get_json()
    regions = {"eu": "https://eu.api.example.org/", "us": "https://us.api.example.org/"}
    client = Client(Settings(base_url=regions[body["region"]], token=body["token"]))
    try:
        return jsonify(client.call("v1/me", locale=body.get("locale", "en")))
    except requests.RequestException as error:
        log.warning("test failed: %r", error)
        return jsonify(error="unreachable"), 502
