from flask import Flask, request

from runner import Backup

app = Flask(__name__)


@app.post("/backups")
def create_backup():
    options = request.get_json()
    day = int(options.get("day", 1))
    backup = Backup(f"daily-{day:02d}")
    backup.prepare()
    return {"pid": backup.start()}, 202
