import urllib.parse

import tornado.web
from lxml import etree

SENSORS = etree.parse("sensors.xml")


class SensorHandler(tornado.web.RequestHandler):
    def get(self):
        place = urllib.parse.quote_plus(self.request.headers.get("X-Place", ""))
        expression = "".join(["/sensors/sensor[place='", place, "']/value"])
        values = SENSORS.xpath(expression)
        self.write({"values": [v.text for v in values]})
