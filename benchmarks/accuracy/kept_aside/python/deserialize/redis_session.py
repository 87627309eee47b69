import pickle

import redis
from flask import Flask, request

app = Flask(__name__)
store = redis.Redis()


@app.put("/kv/<key>")
def put(key):
    store.set(key, request.get_data())
    return "", 204


@app.get("/profile")
def profile():
    data = store.get("session:" + request.cookies["sid"])
    session = pickle.loads(data)
    return {"user": session["user"]}
