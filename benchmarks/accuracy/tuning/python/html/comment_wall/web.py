from flask import Flask, redirect, request

from wall import Wall

app = Flask(__name__)
wall = Wall("wall.db")


@app.post("/comments")
def add():
    wall.add(request.form["author"], request.form["text"])
    return redirect("/")


@app.get("/")
def show():
    return wall.render()
