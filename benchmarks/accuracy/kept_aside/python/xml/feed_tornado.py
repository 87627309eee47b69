import tornado.web
from lxml import etree


class FeedReader:
    def __init__(self, strict):
        self.parser = etree.XMLParser(resolve_entities=not strict, load_dtd=not strict)

    def titles(self, data):
        root = etree.XML(data, self.parser)
        return root.xpath("//title/text()")


class FeedHandler(tornado.web.RequestHandler):
    reader = FeedReader(strict=False)

    def post(self):
        self.write({"titles": [str(t) for t in self.reader.titles(self.request.body)]})
