from flask import Flask, request
from jinja2.utils import htmlsafe_json_dumps

app = Flask(__name__)
PAGE = "<html><body><div id=root></div><script>const state = {state};</script></body></html>"


@app.route("/app")
def single_page():
    state = {"tab": request.args.get("tab", ""), "path": request.path}
    return PAGE.replace("{state}", htmlsafe_json_dumps(state))
