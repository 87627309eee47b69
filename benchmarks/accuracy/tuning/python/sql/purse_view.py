import html
import sqlite3

from flask import Flask, request

app = Flask(__name__)


def clean(value: str) -> str:
    return html.escape(value, quote=False)

@app.route("/wallet")
def wallet():
    wallet_id = clean(request.args.get("id", ""))
    connection = sqlite3.connect("wallets.db")
    cursor = connection.cursor()
    cursor.execute("SELECT balance FROM wallets WHERE id = " + wallet_id)
    row = cursor.fetchone()
    connection.close()
    return {"balance": row[0] if row else 0}
