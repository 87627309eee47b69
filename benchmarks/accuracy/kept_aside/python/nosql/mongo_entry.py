from flask import Flask, jsonify, request, session
from pymongo import MongoClient

app = Flask(__name__)
app.secret_key = open("/run/secrets/flask").read()
db = MongoClient()["site"]


@app.post("/login")
def login():
    body = request.get_json()
    if not isinstance(body["name"], str) or not isinstance(body["pin"], str):
        return jsonify(error="text expected"), 400
    user = db.users.find_one({"name": body["name"], "pin": body["pin"]})
    if user is None:
        return jsonify(error="unknown"), 401
    session["uid"] = str(user["_id"])
    return jsonify(ok=True)
