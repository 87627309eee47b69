import configparser
import hashlib

CONFIG = """
[security]
algorithm = sha3_256
rounds = 3
"""


def fingerprint(token: str) -> str:
    parser = configparser.ConfigParser()
    parser.read_string(CONFIG)
    algorithm = parser.get("security", "algorithm")
    digest = hashlib.new(algorithm)
    digest.update(token.encode())
    return digest.hexdigest()
