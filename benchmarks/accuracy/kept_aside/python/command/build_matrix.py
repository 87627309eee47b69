import os
import subprocess
from functools import lru_cache

import tornado.escape
import tornado.web


@lru_cache(maxsize=None)
def base_environment():
    return {"PATH": os.environ["PATH"], "LANG": "C"}


class BuildHandler(tornado.web.RequestHandler):
    def post(self):
        body = tornado.escape.json_decode(self.request.body)
        targets = body.get("targets", ["all"])
        environment = dict(base_environment(), TARGETS=" ".join(targets))
        line = "make " + " ".join(targets)
        result = subprocess.run(line, shell=True, env=environment, capture_output=True)
        self.write({"code": result.returncode})
