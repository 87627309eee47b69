import bonsai
from bonsai.utils import escape_filter_exp
from aiohttp import web


async def printers(request: web.Request) -> web.Response:
    floor = escape_filter_exp(request.query.get("floor", "1"))
    client = bonsai.LDAPClient("ldap://directory.example.org")
    async with client.connect(is_async=True) as conn:
        hits = await conn.search("ou=printers,dc=example,dc=org", 2, f"(floor={floor})")
    return web.json_response([str(hit.dn) for hit in hits])


app = web.Application()
app.add_routes([web.get("/printers", printers)])
