import random

make_code = lambda: str(int(random.uniform(10**7, 10**8)))


def backup_codes(user, count=8):
    codes = [make_code() for _ in range(count)]
    user.backup_codes = codes
    user.save()
    return codes
