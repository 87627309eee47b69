from __future__ import annotations

import random
import string
import time
from abc import ABC, abstractmethod

from flask import Flask, jsonify

app = Flask(__name__)


class TokenSource(ABC):
    @abstractmethod
    def token(self) -> str: ...


class LetterSource(TokenSource):
    def __init__(self, letters: str, length: int) -> None:
        self.letters = letters
        self.length = length
        self.generator = random.SystemRandom()

    def token(self) -> str:
        return "".join(self.generator.choices(self.letters, k=self.length))


source: TokenSource = LetterSource(string.ascii_letters, 24)
sessions: dict[str, float] = {}


@app.post("/sessions")
def create():
    token = source.token()
    sessions[token] = time.time()
    return jsonify(token=token), 201
