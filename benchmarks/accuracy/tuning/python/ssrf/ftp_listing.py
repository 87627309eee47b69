import ftplib

from flask import Flask

app = Flask(__name__)


@app.route("/listing", methods=["POST"])
def listing():
    host = app.config["FTP_HOST"]
    with ftplib.FTP(host, timeout=10) as ftp:
        ftp.login()
        return {"names": ftp.nlst()}
