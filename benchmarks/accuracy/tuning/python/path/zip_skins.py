import os
import zipfile

import tornado.web


class SkinHandler(tornado.web.RequestHandler):
    folder = "/srv/skins"

    def post(self):
        upload = self.request.files["skin"][0]
        temporary = os.path.join("/tmp", "skin.zip")
        with open(temporary, "wb") as out:
            out.write(upload["body"])
        with zipfile.ZipFile(temporary) as archive:
            for info in archive.infolist():
                target = os.path.realpath(os.path.join(self.folder, info.filename))
                if os.path.commonpath([target, self.folder]) != self.folder:
                    continue
                with archive.open(info) as source, open(target, "wb") as out:
                    out.write(source.read())
        self.set_status(204)
