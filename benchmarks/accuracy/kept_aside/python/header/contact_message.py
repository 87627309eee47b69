import smtplib
from email.message import EmailMessage

from flask import Flask, request

app = Flask(__name__)


@app.post("/contact")
def contact():
    sender = request.form["mail"]
    subject = request.form["subject"]
    message = EmailMessage()
    message["Reply-To"] = sender
    message["To"] = "info@example.org"
    message["Subject"] = subject
    message.set_content(request.form["text"])
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
    return "sent"
