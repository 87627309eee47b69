import os

from flask import Blueprint, jsonify, request

projects = Blueprint("projects", __name__)
HOME = "/srv/projects"


@projects.put("/projects")
def create():
    body = request.get_json(force=True)
    group, name = body["group"], body["name"]
    if not group.isidentifier():
        return jsonify(error="bad name"), 400
    folder = "/".join([HOME, group, name])
    os.makedirs(folder, exist_ok=True)
    return jsonify(sorted(os.listdir(folder)))
