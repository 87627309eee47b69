from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin


class StoredSession(dict, SessionMixin):
    def __init__(self, sid: str, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.sid = sid


class MemorySessions(SessionInterface):
    lifetime = timedelta(hours=2)

    def __init__(self) -> None:
        self.store: dict[str, dict[str, Any]] = {}

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        sid = request.cookies.get("sid")
        if sid not in self.store:
            sid = secrets.token_urlsafe(24)
        return StoredSession(sid, self.store.get(sid, {}))

    def save_session(self, app: Flask, session: StoredSession, response: Response) -> None:
        self.store[session.sid] = dict(session)
        options = dict(max_age=self.lifetime, httponly=True, samesite="Lax")
        response.set_cookie("sid", session.sid, secure=True, **options)


app = Flask(__name__)
app.session_interface = MemorySessions()
