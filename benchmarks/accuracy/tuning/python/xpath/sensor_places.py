import tornado.web
from lxml import etree

SENSORS = etree.parse("sensors.xml")


class SensorHandler(tornado.web.RequestHandler):
    def get(self):
        place = self.request.headers.get("X-Place", "").strip().upper()
        expression = "".join(["/sensors/sensor[place='", place, "']/value"])
        values = SENSORS.xpath(expression)
        self.write({"values": [v.text for v in values]})
