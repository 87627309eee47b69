import secrets

make_code = lambda: str(10**7 + secrets.randbelow(9 * 10**7))


def backup_codes(user, count=8):
    codes = [make_code() for _ in range(count)]
    user.backup_codes = codes
    user.save()
    return codes
