from flask import Flask, redirect, request

app = Flask(__name__)


class Campaign:
    def __init__(self):
        self.options = {"landing": "/start", "track": True}

    def override(self, values):
        for key in ("landing", "track"):
            if key in values:
                self.options[key] = values[key]

    @property
    def landing(self):
        return self.options["landing"]


@app.route("/campaign")
def campaign():
    current = Campaign()
    current.override(request.args)
    return redirect(current.landing)
