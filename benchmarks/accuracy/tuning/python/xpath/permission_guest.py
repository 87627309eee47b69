from functools import lru_cache

import tornado.web
from lxml import etree

RULES = etree.parse("rules.xml")


@lru_cache(maxsize=1000)
def rules_of(name):
    return [rule.get("name") for rule in RULES.xpath("//user[@name='%s']/rule" % name)]


class RulesHandler(tornado.web.RequestHandler):
    def prepare(self):
        name = self.get_cookie("name", "guest")
        self.name = name if name.isalpha() else "guest"

    def get(self):
        self.write({"rules": rules_of(self.name)})
