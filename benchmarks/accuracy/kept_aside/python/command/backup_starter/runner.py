import subprocess

from werkzeug.utils import secure_filename


class Backup:
    target = "/backups"

    def __init__(self, name):
        self.name = name
        self.command = None

    def prepare(self):
        self.command = ["tar", "czf", self.target + "/" + secure_filename(self.name) + ".tgz", "/srv/data"]

    def start(self):
        process = subprocess.Popen(self.command)
        return process.pid
