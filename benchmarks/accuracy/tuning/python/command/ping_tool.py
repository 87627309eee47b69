import subprocess

from flask import Flask, render_template, request

app = Flask(__name__)


@app.route("/tools/ping", methods=["POST"])
def ping():
    host = request.form.get("host", "127.0.0.1")
    completed = subprocess.run(f"ping -c 3 {host}", shell=True, capture_output=True, text=True, timeout=20)
    return render_template("ping.html", output=completed.stdout)
