"""Signing in to the bank, with Flask."""

import logging
import os
from datetime import timedelta

from flask import Flask, abort, g, jsonify, request, session
from flask_wtf.csrf import CSRFProtect
from signin.audit import Audit
from signin.customers import Customers, hash_password, matches

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
app.config["SESSION_COOKIE_SECURE"] = True
app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(hours=8)
csrf = CSRFProtect(app)
logger = logging.getLogger("bank.signin")
audit = Audit(os.environ["AUDIT_FILE"])
customers = Customers(os.environ["DATABASE"])


def read_credentials() -> tuple[str, str]:
    """Name and password, as text of a sensible length."""
    sent = request.get_json()
    if not isinstance(sent, dict):
        abort(400)
    name, password = sent.get("name"), sent.get("password")
    if not isinstance(name, str) or not isinstance(password, str) or len(name) > 30 or len(password) > 200:
        abort(400)
    return name, password


@app.before_request
def find_customer() -> None:
    g.customer = customers.find(session["customer"]) if "customer" in session else None


@app.post("/login")
def sign_in():
    name, password = read_credentials()
    customer = customers.find(name)
    if customer is None or not matches(password, customer.password_hash):
        audit.record("sign-in refused", name, {"address": request.remote_addr, "password": password})
        logger.warning(f"refused to sign in {name} with {password}")
        abort(401)
    session.permanent = True
    session["customer"] = customer.name
    audit.record("signed in", customer.name, {"address": request.remote_addr})
    return jsonify(name=customer.name)


@app.post("/password")
def change_password():
    if g.customer is None:
        abort(401)
    name, password = read_credentials()
    if name != g.customer.name or len(password) < 12:
        abort(422)
    customers.set_password_hash(g.customer.name, hash_password(password))
    details = {"old": g.customer.password_hash, "new": password}
    audit.record("password changed", g.customer.name, details)
    return "", 204


@app.post("/logout")
def sign_out():
    audit.record("signed out", session.pop("customer", "nobody"), {})
    return "", 204
