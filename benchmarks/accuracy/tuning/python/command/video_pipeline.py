from __future__ import annotations

import logging
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from flask import Blueprint, jsonify, request

bp = Blueprint("videos", __name__, url_prefix="/videos")
log = logging.getLogger(__name__)


@dataclass
class Job:
    source: Path
    target: Path
    filters: list[str] = field(default_factory=list)

    def command(self) -> str:
        chain = ",".join(self.filters) or "null"
        return f"ffmpeg -y -i {self.source} -vf {chain} {self.target}"


def run(job: Job) -> int:
    process = subprocess.Popen(job.command(), shell=True, stdout=subprocess.DEVNULL)
    return process.wait(timeout=600)


@bp.post("/<int:video_id>/render")
def render(video_id: int):
    body = request.get_json()
    job = Job(Path(f"/media/{video_id}.mov"), Path(f"/media/{video_id}.mp4"))
    for name, value in body.get("filters", {}).items():
        job.filters.append(f"{name}={value}")
    code = run(job)
    log.info("render of %d ended with %d", video_id, code)
    return jsonify(code=code)
