import threading
import urllib.request

from flask import Flask, request

app = Flask(__name__)


def fetch(address, target):
    urllib.request.urlretrieve(address, target)


@app.post("/downloads")
def downloads():
    jobs = request.get_json()
    for index, address in enumerate(jobs["addresses"]):
        thread = threading.Thread(target=fetch, args=(f"https://mirror.example.org/{index}", f"/data/{index}.bin"))
        thread.start()
    return {"jobs": len(jobs["addresses"])}, 202
