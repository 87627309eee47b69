from flask import Flask, render_template_string, request, session

from .customers import customer

app = Flask(__name__)
app.config.from_prefixed_env()
INVOICE = "<h1>Invoice {{ number }}</h1>%s"


@app.post("/footer")
def set_footer():
    customer(session["uid"]).footer = request.form["footer"]
    return "", 204


@app.get("/invoice/<int:number>")
def invoice(number):
    footer = request.args.get("footer") or "Thank you"
    return render_template_string(INVOICE % footer, number=number)
