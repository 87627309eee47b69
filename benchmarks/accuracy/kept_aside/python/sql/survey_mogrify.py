import psycopg2
import psycopg2.extras
from flask import Flask, g, request

app = Flask(__name__)


@app.before_request
def connect():
    g.region = request.headers.get("X-Region", "eu")
    g.db = psycopg2.connect("dbname=survey")


@app.teardown_request
def close(error):
    db = g.pop("db", None)
    if db is not None:
        db.close()


@app.route("/report")
def report():
    with g.db.cursor(cursor_factory=psycopg2.extras.DictCursor) as cur:
        query = cur.mogrify("SELECT question, avg(answer) FROM answers WHERE region = %s GROUP BY 1", (g.region,))
        cur.execute(query)
        return {row[0]: float(row[1]) for row in cur}
