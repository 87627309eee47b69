import ftplib

from flask import Flask, request

app = Flask(__name__)


@app.route("/listing", methods=["POST"])
def listing():
    host = request.form["host"]
    with ftplib.FTP(host, timeout=10) as ftp:
        ftp.login()
        return {"names": ftp.nlst()}
