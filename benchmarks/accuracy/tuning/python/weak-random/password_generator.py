import random
import string

from django.contrib.auth.models import User
from django.core.mail import send_mail


def generate_password(length=14):
    groups = [string.ascii_lowercase, string.ascii_uppercase, string.digits]
    letters = [random.choice(group) for group in groups]
    letters += [random.choice("".join(groups)) for _ in range(length - len(letters))]
    random.shuffle(letters)
    return "".join(letters)


def create_account(name, mail):
    password = generate_password()
    user = User.objects.create_user(name, mail, password)
    send_mail("Welcome", f"Your password: {password}", None, [mail])
    return user
