from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, abort, jsonify, redirect, request, session

app = Flask(__name__)
app.config.from_prefixed_env()
PRICES = {"pen": 300, "ink": 900}


@dataclass
class Line:
    sku: str
    count: int
    cents: int


def line_of(form) -> Line:
    sku = form.get("sku", "")
    if sku not in PRICES:
        abort(400)
    return Line(sku, int(form.get("count", 1)), PRICES[sku])


@app.post("/basket")
def add():
    line = line_of(request.form)
    session["line"] = {"sku": line.sku, "count": line.count, "cents": line.cents}
    return redirect("/basket")


@app.get("/basket")
def basket():
    return jsonify(session.get("line", {}))
