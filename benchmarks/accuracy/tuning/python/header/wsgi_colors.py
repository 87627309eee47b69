from urllib.parse import parse_qs


def application(environ, start_response):
    query = parse_qs(environ.get("QUERY_STRING", ""))
    color = query.get("color", ["blue"])[0]
    headers = [("Content-Type", "text/plain")]
    if color not in {"blue", "red"}:
        color = "blue"
    headers.append(("Set-Cookie", "color=" + color + "; Secure; HttpOnly"))
    start_response("200 OK", headers)
    return [b"saved"]
