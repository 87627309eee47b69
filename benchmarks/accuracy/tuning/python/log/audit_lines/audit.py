from datetime import datetime, timezone


class Audit:
    def __init__(self, path):
        self.path = path

    def record(self, action, text):
        moment = datetime.now(timezone.utc).isoformat()
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(f"{moment} {action} {text!r}\n")
