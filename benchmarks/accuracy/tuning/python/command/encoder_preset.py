import configparser
import subprocess

from flask import Flask, request

app = Flask(__name__)


@app.route("/encode", methods=["POST"])
def encode():
    conf = configparser.ConfigParser()
    conf.add_section("video")
    conf.set("video", "preset", "fast")
    conf.set("video", "codec", request.form["codec"])
    codec = conf.get("video", "preset")
    subprocess.call("ffmpeg -i in.mp4 -preset " + codec + " out.mp4", shell=True)
    return "started", 202
