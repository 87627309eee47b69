import tornado.template
import tornado.web

LOADER = tornado.template.DictLoader({"hit.html": "<p>{{ text }}</p><p>{{ count }}</p>"})


class HitHandler(tornado.web.RequestHandler):
    def get(self):
        text = self.get_query_argument("text", "nothing")
        page = LOADER.load("hit.html").generate(text=text, count=len(text))
        self.finish(page)
