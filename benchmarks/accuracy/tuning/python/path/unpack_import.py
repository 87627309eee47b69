import tarfile

from flask import Flask, request

app = Flask(__name__)


@app.post("/import")
def import_site():
    upload = request.files["archive"]
    with tarfile.open(fileobj=upload.stream, mode="r:gz") as archive:
        archive.extractall("/srv/sites", filter="data")
        names = archive.getnames()
    return {"imported": len(names)}
