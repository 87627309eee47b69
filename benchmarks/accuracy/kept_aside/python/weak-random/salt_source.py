import hashlib
import secrets


def enroll(users, name, password):
    salt_bytes = secrets.token_bytes(16)
    salt = salt_bytes.hex()
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 600_000)
    users[name] = (salt, digest.hex())
    return salt
