import sqlite3
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.post("/archives")
def add():
    with sqlite3.connect("archives.db") as db:
        db.execute("INSERT INTO archives(name) VALUES (?)", (request.form["name"],))
    return "", 201


@app.post("/archives/clean")
def clean():
    db = sqlite3.connect("archives.db")
    for (name,) in db.execute("SELECT id FROM archives WHERE expired"):
        subprocess.run(f"rm -f /archives/{int(name)}.zip", shell=True, check=False)
    return "", 204
