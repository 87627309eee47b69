import sqlite3

from flask import Flask, jsonify, request

app = Flask(__name__)


def page_arguments():
    limit = min(int(request.args.get("limit", 20)), 100)
    offset = request.args.get("offset", "0")
    return limit, offset


@app.get("/messages")
def messages():
    limit, offset = page_arguments()
    query = "SELECT id, subject FROM messages LIMIT " + str(limit) + " OFFSET " + offset
    rows = sqlite3.connect("mail.db").execute(query).fetchall()
    return jsonify(rows)
