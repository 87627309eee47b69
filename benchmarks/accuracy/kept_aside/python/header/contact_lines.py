import smtplib

from flask import Flask, request

app = Flask(__name__)


@app.post("/contact")
def contact():
    sender = " ".join(request.form["mail"].splitlines())
    subject = " ".join(request.form["subject"].splitlines())
    message = f"From: {sender}\nTo: info@example.org\nSubject: {subject}\n\n{request.form['text']}"
    with smtplib.SMTP("localhost") as smtp:
        smtp.sendmail("web@example.org", ["info@example.org"], message.encode())
    return "sent"
