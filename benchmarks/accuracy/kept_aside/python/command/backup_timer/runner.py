import subprocess


class Backup:
    target = "/backups"

    def __init__(self, name):
        self.name = name
        self.command = None

    def prepare(self):
        self.command = "tar czf " + self.target + "/" + self.name + ".tgz /srv/data"

    def start(self):
        process = subprocess.Popen(self.command, shell=True)
        return process.pid
