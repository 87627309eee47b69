import xmlrpc.client

import tornado.web


class BridgeHandler(tornado.web.RequestHandler):
    methods = frozenset({"status", "version"})

    def get(self, host, method):
        if method not in self.methods:
            raise tornado.web.HTTPError(404)
        proxy = xmlrpc.client.ServerProxy("http://" + host + ":9000/RPC2")
        self.write({"answer": getattr(proxy, method)()})


app = tornado.web.Application([(r"/bridge/([^/]+)/(\w+)", BridgeHandler)])
