import code
import socketserver


class Console(socketserver.StreamRequestHandler):
    def handle(self):
        interpreter = code.InteractiveInterpreter({"server": self.server})
        for raw in self.rfile:
            line = raw.decode("utf-8", "replace").rstrip()
            if line == "quit":
                break
            interpreter.runsource(line)
            self.wfile.write(b"ok\n")
