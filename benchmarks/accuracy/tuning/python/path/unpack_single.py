import tarfile

from flask import Flask, request

app = Flask(__name__)


@app.post("/import")
def import_site():
    upload = request.files["archive"]
    with tarfile.open(fileobj=upload.stream, mode="r:gz") as archive:
        for member in archive.getmembers():
            with open("/srv/sites/" + member.name, "wb") as out:
                out.write(archive.extractfile(member).read())
        names = archive.getnames()
    return {"imported": len(names)}
