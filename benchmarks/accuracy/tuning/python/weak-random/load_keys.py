import random
import time

import requests

HOSTS = ["a.example.org", "b.example.org"]


def fetch_status(attempts: int = 4) -> str:
    for attempt in range(attempts):
        host = HOSTS[attempt % 2]
        try:
            nonce = "%x" % random.getrandbits(64)
            return requests.get(f"https://{host}/status", headers={"X-Auth-Key": nonce}, timeout=2).text
        except requests.ConnectionError:
            time.sleep(2**attempt + random.random())
    return "unreachable"
