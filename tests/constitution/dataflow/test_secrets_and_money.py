"""A secret never reaches a log, an exception or an answer (CWE-532, 200), and money is never a float (CWE-682)."""

from __future__ import annotations

import textwrap

import pytest

from harness.adapters.syntax import Grammars
from harness.constitution.checks.dataflow import exploring
from harness.constitution.kinds import Doubtful
from harness.ports.sources import Tools
from tests.constitution.checks import bench

TOOLS = Tools(None, Grammars(), None, None)  # type: ignore[arg-type]
SECRETS = bench.job("dataflow", "forbid: { dataflow: [secret-log, secret-response] }")
MONEY = bench.job("dataflow", "forbid: { dataflow: money }")

TOLD = {
    "of-the-environment": """
        import logging, os
        log = logging.getLogger(__name__)
        def connect():
            key = os.environ["API_KEY"]
            log.info("key %s", key)
    """,
    "parameter": """
        import logging
        def login(name, password):
            logging.info("login of %s with %s" % (name, password))
    """,
    "of-a-form": """
        import logging
        from flask import request
        def login():
            password = request.form["password"]
            logging.warning(f"wrong password {password}")
    """,
    "printed": """
        def show(user):
            print(user.password)
    """,
    "in-an-exception": """
        def connect(settings):
            raise ValueError("cannot connect with " + settings.secret_key)
    """,
    "through-a-helper": """
        import logging
        def told(text):
            logging.error("failed: %s", text)
        def login(password):
            told("password " + password)
    """,
    "answered": """
        from flask import Flask, jsonify
        app = Flask(__name__)
        @app.route("/settings")
        def settings():
            return jsonify(key=app.config["SECRET_KEY"])
    """,
    "in-a-template": """
        from flask import Flask, render_template
        import os
        app = Flask(__name__)
        @app.route("/settings")
        def settings():
            return render_template("a.html", password=os.environ["DB_PASSWORD"])
    """,
    "how-the-program-is-made": """
        import traceback
        from flask import Flask
        app = Flask(__name__)
        @app.route("/pay")
        def pay():
            try:
                return transfer()
            except Exception:
                return traceback.format_exc(), 500
    """,
}
KEPT = {
    "its-length": """
        import logging
        def login(password):
            logging.info("a password of %s characters", len(password))
    """,
    "something-else": """
        import logging
        def login(name, password):
            logging.info("login of %s", name)
    """,
    "used": """
        import os
        def connect(driver):
            return driver.connect(password=os.environ["DB_PASSWORD"])
    """,
    "its-hash": """
        import hashlib, logging
        def login(password):
            logging.debug("%s", hashlib.sha256(password).hexdigest())
    """,
    "about-one": """
        import logging
        def reset(password_reset_url):
            logging.info("sent %s", password_reset_url)
    """,
    "a-traceback-in-the-log": """
        import logging, traceback
        def pay():
            try:
                transfer()
            except Exception:
                logging.error(traceback.format_exc())
    """,
    "public": """
        from flask import Flask, jsonify
        app = Flask(__name__)
        @app.route("/settings")
        def settings():
            return jsonify(name=app.config["NAME"])
    """,
}
FLOATS = {
    "named": """
        def price(row):
            price = float(row["price"])
            return price * 3
    """,
    "attribute": """
        from flask import request
        def pay(account):
            account.balance = float(request.form["amount"])
    """,
    "handed-over": """
        def read(text):
            return float(text)
        def pay(account, text):
            account.balance = read(text)
    """,
}
EXACT = {
    "decimal": """
        from decimal import Decimal
        def pay(account, text):
            account.balance = Decimal(text)
    """,
    "cents": """
        def pay(account, cents):
            account.balance = int(cents)
    """,
    "no-money": """
        def weigh(text):
            weight = float(text)
            return weight
    """,
}


def found(job: object, text: str) -> list[str]:
    file = bench.file("app.py", textwrap.dedent(text))
    (seen,) = exploring.explore_apart([(file, [job])], TOOLS)  # type: ignore[list-item]
    assert not [one for one in seen if isinstance(one, Doubtful)]
    return [one.note for one in seen if not isinstance(one, Doubtful)]


@pytest.mark.parametrize("name", TOLD)
def test_a_secret_that_is_told_is_found(name: str) -> None:
    assert len(found(SECRETS, TOLD[name])) == 1


@pytest.mark.parametrize("name", KEPT)
def test_a_secret_that_is_kept_is_spared(name: str) -> None:
    assert found(SECRETS, KEPT[name]) == []


@pytest.mark.parametrize("name", FLOATS)
def test_money_as_a_float_is_found(name: str) -> None:
    assert len(found(MONEY, FLOATS[name])) == 1


@pytest.mark.parametrize("name", EXACT)
def test_exact_money_is_spared(name: str) -> None:
    assert found(MONEY, EXACT[name]) == []


def test_the_message_says_what_is_told() -> None:
    assert found(SECRETS, TOLD["parameter"]) == ["a secret (password, line 4) reaches logging.info"]
