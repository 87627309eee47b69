from __future__ import annotations

import base64
import pickle
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin


class PickledSession(dict, SessionMixin):
    pass


class PickledSessions(SessionInterface):
    cookie = "state"

    def open_session(self, app: Flask, request: Request) -> PickledSession:
        raw = request.cookies.get(self.cookie)
        if not raw:
            return PickledSession()
        try:
            values: dict[str, Any] = pickle.loads(base64.urlsafe_b64decode(raw))
        except (pickle.UnpicklingError, ValueError):
            return PickledSession()
        return PickledSession(values)

    def save_session(self, app: Flask, session: PickledSession, response: Response) -> None:
        raw = base64.urlsafe_b64encode(pickle.dumps(dict(session))).decode()
        response.set_cookie(self.cookie, raw, secure=True, httponly=True, samesite="Lax")


app = Flask(__name__)
app.session_interface = PickledSessions()
