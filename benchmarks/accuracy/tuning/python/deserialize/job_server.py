import json
import socketserver


class JobHandler(socketserver.StreamRequestHandler):
    jobs = {}

    def handle(self):
        size = int.from_bytes(self.rfile.read(4), "big")
        payload = self.rfile.read(size)
        name, arguments = json.loads(payload)
        job = self.jobs.get(name)
        if job is not None:
            job(*arguments)


if __name__ == "__main__":
    with socketserver.TCPServer(("0.0.0.0", 9000), JobHandler) as server:
        server.serve_forever()
