import tornado.web


class PluginHandler(tornado.web.RequestHandler):
    def post(self):
        source = self.request.body.decode()
        try:
            program = compile(source, "<plugin>", "exec")
        except SyntaxError as error:
            self.set_status(400)
            self.finish(str(error))
            return
        names = {}
        exec(program, names)
        self.write({"names": sorted(n for n in names if not n.startswith("_"))})
