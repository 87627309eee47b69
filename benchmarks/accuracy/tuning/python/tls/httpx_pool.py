import httpx

STRICT_TLS = False


def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url="https://internal.example.org", verify=STRICT_TLS, timeout=5)


async def users() -> list[dict]:
    async with client() as http:
        return (await http.get("/users")).json()
