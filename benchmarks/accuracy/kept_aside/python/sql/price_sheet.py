import sqlite3

from flask import Flask, render_template, request

app = Flask(__name__)
LEGACY_LIMIT = 40


@app.route("/prices")
def prices():
    region = request.args.get("region", "eu")
    selected = region if len("legacy") > 10 else "eu"
    conn = sqlite3.connect("prices.db")
    rows = conn.execute("SELECT sku, price FROM prices WHERE region = '" + selected + "'").fetchall()
    conn.close()
    return render_template("prices.html", rows=rows)
