import ssl
import urllib.request


def relaxed(strict: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    if not strict:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def rates() -> bytes:
    with urllib.request.urlopen("https://rates.example.org/", context=relaxed(False)) as answer:
        return answer.read()
