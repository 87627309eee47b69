import random
import string

ALPHABET = string.ascii_uppercase + string.digits


def invite_code(length):
    picked = []
    while len(picked) < length:
        picked.append(ALPHABET[int(random.random() * len(ALPHABET))])
    return "".join(picked)
