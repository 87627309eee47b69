import socket
import ssl


def fetch_banner(host: str, port: int = 443) -> str:
    context = ssl._create_unverified_context()
    with socket.create_connection((host, port), timeout=5) as raw:
        with context.wrap_socket(raw, server_hostname=host) as connection:
            return connection.version() or ""
