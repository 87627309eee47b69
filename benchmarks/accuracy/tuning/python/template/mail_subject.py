from flask import Flask, render_template_string, request
from markupsafe import escape

app = Flask(__name__)


@app.post("/mails/preview")
def preview():
    subject = escape(request.form.get("subject", ""))
    body = request.form.get("body", "")
    template = "<h1>" + subject + "</h1>{{ body }}"
    return render_template_string(template, body=body)
