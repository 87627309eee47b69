import json
from urllib.request import urlopen

import tornado.web

PROVIDERS = {"video": "https://video.example.org/oembed"}


class EmbedHandler(tornado.web.RequestHandler):
    def get(self):
        providers = dict(PROVIDERS)
        providers["custom"] = self.get_argument("endpoint", "")
        kind = "video"
        data = json.load(urlopen(providers[kind]))
        self.write(data)
