import io
import zipfile

import tornado.web


class ImportHandler(tornado.web.RequestHandler):
    def post(self):
        archive = zipfile.ZipFile(io.BytesIO(self.request.body))
        if sum(info.file_size for info in archive.infolist()) > 10_000_000:
            raise tornado.web.HTTPError(413)
        texts = {}
        for info in archive.infolist():
            texts[info.filename] = archive.read(info).decode()
        self.write({"files": len(texts)})
