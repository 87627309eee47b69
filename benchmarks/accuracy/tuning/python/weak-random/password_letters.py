import secrets
import string

from django.contrib.auth.models import User
from django.core.mail import send_mail


def generate_password(length=14):
    groups = [string.ascii_lowercase, string.ascii_uppercase, string.digits]
    letters = [secrets.choice(group) for group in groups]
    letters += [secrets.choice("".join(groups)) for _ in range(length - len(letters))]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


def create_account(name, mail):
    password = generate_password()
    user = User.objects.create_user(name, mail, password)
    send_mail("Welcome", f"Your password: {password}", None, [mail])
    return user
