import ast

import tornado.web


class PluginHandler(tornado.web.RequestHandler):
    def post(self):
        source = self.request.body.decode()
        try:
            program = ast.parse(source)
        except SyntaxError as error:
            self.set_status(400)
            self.finish(str(error))
            return
        self.write({"names": sorted(n.name for n in program.body if isinstance(n, ast.FunctionDef))})
