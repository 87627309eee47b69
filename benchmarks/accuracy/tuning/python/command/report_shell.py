import subprocess

from flask import Flask, request, send_file

app = Flask(__name__)


@app.get("/report.pdf")
def report():
    title = request.args.get("title", "Report")
    pipeline = 'pandoc --metadata "title=$1" /srv/report.md -o /tmp/report.pdf'
    subprocess.run(["/bin/sh", "-c", pipeline, "report", title], check=True)
    return send_file("/tmp/report.pdf")
