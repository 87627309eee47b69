from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, abort, redirect, render_template, request, session, url_for

app = Flask(__name__)
app.config.from_prefixed_env()
CLIENTS = {"desk": ("https://desk.example.org/callback",), "shop": ("https://shop.example.org/back",)}


@dataclass
class Consent:
    scopes: list[str]
    target: str

    @classmethod
    def of_request(cls) -> Consent:
        scopes = request.args.get("scope", "").split()
        if not scopes:
            abort(400)
        target = request.args.get("redirect_uri", "")
        if target not in CLIENTS.get(request.args.get("client_id"), ()):
            abort(400)
        return cls(scopes=scopes, target=target)


@app.get("/")
def home():
    return render_template("home.html")


@app.get("/consent")
def consent():
    asked = Consent.of_request()
    session["target"] = asked.target
    return render_template("consent.html", scopes=asked.scopes)


@app.post("/consent")
def agree():
    target = session.pop("target", url_for("home"))
    return redirect(target)
