import json

from flask import Flask, request

app = Flask(__name__)
PAGE = "<html><body><div id=root></div><script>const state = {state};</script></body></html>"


@app.route("/app")
def single_page():
    state = {"tab": request.args.get("tab", ""), "path": request.path}
    return PAGE.replace("{state}", json.dumps(state).replace("<", "\\u003c"))
