import smtplib

from flask import Flask, request

app = Flask(__name__)


@app.post("/contact")
def contact():
    sender = request.form["mail"]
    subject = request.form["subject"]
    message = f"From: {sender}\nTo: info@example.org\nSubject: {subject}\n\n{request.form['text']}"
    with smtplib.SMTP("localhost") as smtp:
        smtp.sendmail("web@example.org", ["info@example.org"], message.encode())
    return "sent"
