import ssl

import httpx

CONTEXT = ssl.create_default_context(cafile="/etc/ssl/company.pem")


def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url="https://internal.example.org", verify=CONTEXT, timeout=5)


async def users() -> list[dict]:
    async with client() as http:
        return (await http.get("/users")).json()
