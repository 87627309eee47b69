import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


class StatsHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        name = unquote(self.path.rsplit("/", 1)[-1])
        try:
            data = subprocess.check_output("stats-dump " + name, shell=True)
        except subprocess.CalledProcessError as error:
            self.send_error(500, f"ended with {error.returncode}")
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(data)


if __name__ == "__main__":
    ThreadingHTTPServer(("", 8001), StatsHandler).serve_forever()
