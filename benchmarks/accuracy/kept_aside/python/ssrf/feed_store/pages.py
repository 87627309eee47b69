from flask import Flask, redirect, request

from feeds import FeedStore, refresh

app = Flask(__name__)
store = FeedStore()


@app.post("/feeds")
def add_feed():
    store.add(request.form["address"])
    refresh(store)
    return redirect("/feeds")
