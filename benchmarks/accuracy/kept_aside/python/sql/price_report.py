import sqlite3

from flask import Flask, render_template, request

app = Flask(__name__)
LEGACY_LIMIT = 40


@app.route("/prices")
def prices():
    region = request.args.get("region", "eu")
    base = 7 * 6
    if base > LEGACY_LIMIT:
        selected = region
    else:
        selected = "eu"
    conn = sqlite3.connect("prices.db")
    rows = conn.execute("SELECT sku, price FROM prices WHERE region = '" + selected + "'").fetchall()
    conn.close()
    return render_template("prices.html", rows=rows)
