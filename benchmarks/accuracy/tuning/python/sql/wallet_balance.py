import sqlite3

from flask import Flask, request

app = Flask(__name__)


def clean(value: str) -> str:
    if not value.isdigit():
        raise ValueError("an id is a number")
    return value

@app.route("/wallet")
def wallet():
    wallet_id = clean(request.args.get("id", ""))
    connection = sqlite3.connect("wallets.db")
    cursor = connection.cursor()
    cursor.execute("SELECT balance FROM wallets WHERE id = " + wallet_id)
    row = cursor.fetchone()
    connection.close()
    return {"balance": row[0] if row else 0}
