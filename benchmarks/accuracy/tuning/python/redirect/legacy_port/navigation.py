from bottle import redirect

ALLOWED = ("https://example.org/", "https://example.com/")


def check(url):
    if not url.startswith(ALLOWED):
        raise ValueError(url)


def leave(url):
    if url is None:
        check(ALLOWED[0])
        url = "/"
    redirect(url)
