from flask import Flask, render_template_string, request
from markupsafe import Markup

app = Flask(__name__)
TEMPLATE = "<article>{{ body }}</article>"


@app.post("/preview")
def preview():
    text = request.form.get("text", "")
    body = Markup.escape(text)
    return render_template_string(TEMPLATE, body=body)
