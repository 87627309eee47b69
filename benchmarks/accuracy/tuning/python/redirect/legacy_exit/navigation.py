from bottle import redirect

ALLOWED = ("https://example.org/", "https://example.com/")


def leave(url):
    if url is None:
        url = "/"
    if url != "/" and not url.startswith(ALLOWED):
        url = "/"
    redirect(url)
