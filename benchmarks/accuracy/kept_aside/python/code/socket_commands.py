import code
import socketserver


COMMANDS = {"time": "server.time", "status": "server.status"}


class Console(socketserver.StreamRequestHandler):
    def handle(self):
        interpreter = code.InteractiveInterpreter({"server": self.server})
        for raw in self.rfile:
            line = raw.decode("utf-8", "replace").rstrip()
            if line == "quit":
                break
            interpreter.locals["last"] = COMMANDS.get(line, "unknown")
            self.wfile.write(b"ok\n")
