import tornado.template
import tornado.web


class ThemeHandler(tornado.web.RequestHandler):
    def get(self):
        greeting = self.get_argument("greeting", "Hi")
        footer = self.get_argument("footer", "")
        template = tornado.template.Template(f"{greeting}, {{{{ name }}}}!<hr>{footer}")
        self.write(template.generate(name=self.current_user))
