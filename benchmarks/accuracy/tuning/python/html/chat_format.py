from flask import Flask, render_template_string, request

app = Flask(__name__)
TEMPLATE = "<article>{{ body | safe }}</article>"


@app.post("/preview")
def preview():
    text = request.form.get("text", "")
    body = text
    return render_template_string(TEMPLATE, body=body)
