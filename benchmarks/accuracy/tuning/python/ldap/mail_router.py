import asyncio

from aiosmtpd.controller import Controller
from ldap3 import Connection


class Router:
    async def handle_RCPT(self, server, session, envelope, address, options):
        local, _, domain = address.partition("@")
        if domain != "example.org":
            return "550 not relaying"
        with Connection("localhost", auto_bind=True) as conn:
            if not conn.search("dc=example,dc=org", f"(mailLocalAddress={local})"):
                return "550 unknown"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def main():
    controller = Controller(Router(), port=8025)
    controller.start()
    asyncio.get_event_loop().run_forever()
