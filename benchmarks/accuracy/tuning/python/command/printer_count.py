import subprocess

import tornado.web


class PrintHandler(tornado.web.RequestHandler):
    def post(self):
        printer = self.request.headers.get("X-Printer", "default")
        copies = int(self.get_argument("copies", "1"))
        words = ["lp"]
        words.extend(["-d", "default"])
        words.extend(["-n", str(copies)])
        words.append("/var/spool/job.pdf")
        status, output = subprocess.getstatusoutput(" ".join(words))
        self.write({"status": status, "output": output})
