import hashlib
import hmac
import urllib.request

BASE = "https://updates.example.org/"


def fetch(name: str) -> bytes:
    with urllib.request.urlopen(BASE + name, timeout=30) as answer:
        return answer.read()


def download(version: str) -> bytes:
    package = fetch(f"{version}.tar.gz")
    expected = fetch(f"{version}.md5").decode().strip()
    actual = hashlib.sha512(package)
    if not hmac.compare_digest(actual.hexdigest(), expected):
        raise ValueError("the update is damaged")
    return package
