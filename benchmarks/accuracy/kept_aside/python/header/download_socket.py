import socket
from urllib.parse import unquote

BODY = b"name;price\n"


def serve(connection: socket.socket) -> None:
    request_line = connection.recv(4096).split(b"\r\n")[0].decode("latin-1")
    name = unquote(request_line.split(" ")[1].lstrip("/"))
    head = (
        "HTTP/1.1 200 OK\r\n"
        f"Content-Length: {len(BODY)}\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    )
    connection.sendall(head.encode("latin-1") + BODY)
    connection.close()
