import hashlib
import random


def enroll(users, name, password):
    letters = list("abcdefghijklmnopqrstuvwxyz0123456789")
    random.shuffle(letters)
    salt = "".join(letters[:16])
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 600_000)
    users[name] = (salt, digest.hex())
    return salt
