import os
import smtplib
from dataclasses import dataclass


@dataclass
class MailSettings:
    host: str
    user: str
    password: str

    @classmethod
    def of_environment(cls):
        return cls(os.environ["MAIL_HOST"], os.environ["MAIL_USER"], os.environ["MAIL_PASSWORD"])


def connect():
    settings = MailSettings.of_environment()
    print("connecting with", settings.user, settings.host)
    server = smtplib.SMTP_SSL(settings.host)
    server.login(settings.user, settings.password)
    return server
