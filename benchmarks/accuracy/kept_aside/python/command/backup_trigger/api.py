from flask import Flask, request

from runner import Backup

app = Flask(__name__)


@app.post("/backups")
def create_backup():
    options = request.get_json()
    backup = Backup(options.get("name", "daily"))
    backup.prepare()
    return {"pid": backup.start()}, 202
