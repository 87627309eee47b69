import os

from flask import Flask, request

app = Flask(__name__)


@app.post("/jobs")
def start_job():
    script = request.form["script"]
    pid = os.fork()
    if pid == 0:
        os.execvp("bash", ["bash", "-c", "run-job " + script])
    return {"pid": pid}
