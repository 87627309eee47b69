"""A small web product with a page for each thing that a browser meets, and a browser before it, in a real cell."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.ground import Ground
from harness.adapters.records import AttemptRecorder
from harness.adapters.services import start_services
from harness.adapters.surfaces.browser import Browser, open_surface
from harness.domain.actions import (
    Action,
    AnswerDialog,
    Choose,
    Click,
    Gesture,
    GestureKind,
    LookAtPage,
    OpenPage,
    Tick,
    TypeText,
    Upload,
)
from harness.domain.configuration import Service
from harness.domain.observations import Observation, PageObservation
from harness.domain.verdicts import Isolation
from tests.support.grounds import cell_of, product, recorder_in

ORIGIN = "http://127.0.0.1:8000"
SERVER = r'''#!/usr/bin/env python3
"""One page for each thing that a browser meets."""
import json, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGES = {
    "/": "<title>Home</title><h1>Home</h1><a href='/form'>Form</a> <a href='/tab' target='_blank'>Elsewhere</a>",
    "/form": """<title>Form</title><form method=post action=/sent enctype="application/x-www-form-urlencoded">
        <label>Amount <input name=amount value=7></label>
        <label>Memo <textarea name=memo></textarea></label>
        <label>Day <input type=date name=day></label>
        <label>Number <input type=number name=number></label>
        <label>Password <input type=password name=password></label>
        <label>Locked <input name=locked disabled></label>
        <label>Fixed <input name=fixed readonly value=1></label>
        <label>Level <input type=range name=level min=0 max=10 value=3></label>
        <label>Town <input name=town list=towns></label><datalist id=towns><option>Bern<option>Rome</datalist>
        <label>Account <select name=account><option>alice (1)<option>bob (2)</select></label>
        <label>Twice <select><option>same<option>same</select></label>
        <label><input type=checkbox name=remember> Remember me</label>
        <div role=radiogroup aria-label=Size><label><input type=radio name=size value=s>Small</label>
        <label><input type=radio name=size value=l>Large</label></div>
        <button>Send</button></form>
        <div id=log></div><script>
        document.querySelector('[name=memo]').addEventListener('keydown', e => log.textContent += e.key);
        </script>""",
    "/listbox": """<div role=combobox aria-label=Colour aria-expanded=false tabindex=0 onclick="options.hidden=false">pick</div>
        <ul id=options role=listbox aria-label=Colours hidden><li role=option onclick="document.title='Blue'">Blue</ul>
        <ul role=listbox aria-label=Depth><li role=option onclick="document.title='Deep'">Deep</ul>""",
    "/emptied": "<title>Emptied</title><p>full</p><button onclick='document.open()'>Empty</button>",
    "/frameset": "<frameset cols='50%,50%'><frame src='/inner'><frame src='/plain'></frameset>",
    "/names": """<table><tr><td>alice</td><td><button>Delete</button></td></tr>
        <tr><td>bob</td><td><button>Delete</button></td></tr></table><button>Delete all</button>
        <a href='/'><button>Nested</button></a><div aria-hidden=true><button>Ghost</button></div>
        <details><summary>More</summary><p>Details are here</p></details>
        <div role=tab onclick="document.title='tabbed'">Overview</div><button style='display:none'>Hidden</button>""",
    "/covered": """<button onclick="document.title='clicked'">Under</button>
        <div style='position:fixed;inset:0;background:#0008'></div>""",
    "/dialogs": """<title>Dialogs</title><p id=said>nothing</p>
        <button onclick="alert('Saved it'); said.textContent='alerted'">Alert</button>
        <button onclick="said.textContent=confirm('Really?') ? 'yes' : 'no'">Confirm</button>
        <button onclick="said.textContent=prompt('Your name?', 'nobody')">Prompt</button>
        <button onclick="setTimeout(() => alert('Late'), 300)">Later</button>
        <button onclick="for (;;) alert('Again')">Endless</button>""",
    "/leaving": """<h1>Draft</h1><button>Edit</button><script>
        addEventListener('beforeunload', e => { e.preventDefault(); e.returnValue = 'x'; });</script>""",
    "/files": """<a href='/file.csv' download>Get</a> <a href='/attached'>Attached</a>
        <a id=made download='made.txt'>Made</a><script>made.href = URL.createObjectURL(new Blob(['made here']))</script>
        <form method=post action=/uploaded enctype=multipart/form-data>
        <label>Batch <input type=file name=batch></label><button>Load</button></form>
        <input type=file id=chooser style='display:none'><button onclick="chooser.click()">Pick</button>
        <p id=picked></p><script>chooser.onchange = () => picked.textContent = 'picked ' + chooser.files[0].name;</script>""",
    "/tab": "<title>Second</title><h1>Second tab</h1><button onclick='window.close()'>Close me</button>",
    "/frames": """<h1>Outside</h1><iframe src='/inner' title='Inner'></iframe>
        <iframe srcdoc='<p>unseen words</p>' style='display:none'></iframe>""",
    "/inner": "<h2>Inside</h2><label>Code <input></label>"
    "<button onclick=\"document.body.append('clicked inside')\">Go in</button>",
    "/routing": """<title>One</title><main>first</main><button onclick="history.pushState({}, '', '/routing/two');
        document.title='Two'; setTimeout(() => document.querySelector('main').textContent='second', 150)">Next</button>
        <script>onpopstate = () => {
        document.title='One'; document.querySelector('main').textContent='first again' }</script>""",
    "/late": """<div id=app>loading</div><script>
        const arrive = () => fetch('/slow?1').then(() => app.textContent = 'arrived');
        setTimeout(() => { app.innerHTML = '<button onclick="arrive()">Fetch</button>' }, 1200)</script>""",
    "/polling": "<p>polls</p><button onclick=\"document.title='done'\">Do</button><script>fetch('/slow?60')</script>",
    "/troubles": """<button onclick="undefined_thing()">Break</button>
        <button onclick="console.error('it went wrong')">Log</button>
        <button onclick="fetch('/fails')">Fail</button>
        <button onclick="fetch('http://example.org/x').catch(() => 0)">Out</button>
        <button onclick="fetch('http://127.0.0.1:9/x').catch(() => 0)">Refused</button>
        <button onclick="fetch('/missing')">Missing</button>
        <button onclick="document.body.append(Object.assign(new Image(), {src: '/none.png'}))">Picture</button>""",
    "/ways-out": """<a href='http://example.org/'>Host</a> <a href='file:///etc/passwd'>File</a>
        <a href='chrome://version'>Chrome</a> <a href='view-source:/'>Source</a>
        <a href='javascript:document.title=1'>Script</a>
        <a href='/to-file'>Redirect</a> <a href='/to-host'>Redirect out</a> <a href='/to-home'>Redirect home</a>
        <button onclick="location='file:///etc/passwd'">Go to file</button>
        <iframe src='file:///etc/passwd'></iframe><img src='http://192.0.2.1/x.png'>""",
    "/windows": """<title>Windows</title><button onclick="window.open('file:///etc/passwd')">Open file</button>
        <button onclick="window.open('http://example.org/')">Open host</button>
        <button onclick="window.open('/slow?2')">Open slow</button>
        <a href='http://example.org/' target=_blank>Out</a> <a href='file:///etc/passwd' target=_blank>File</a>""",
    "/secret": """<title>Sign in</title><label>Name <input name=n value='hunter2x'></label>
        <label>Password <input type=password name=p placeholder='At least 6'></label>
        <button onclick="fetch('/sent', {method: 'POST', body: JSON.stringify({p: document.querySelector('[name=p]').value})})">
        Sign in</button><button onclick="document.querySelector('[name=p]').type='text'">Show</button>
        <button onclick="document.querySelector('[name=p]').value='fill3d-by-page'">Suggest</button>""",
    "/loop": "<h1>Loop</h1><button onclick='for (;;);'>Hang</button>",
    "/loops-at-once": "<h1>Never</h1><script>for (;;);</script>",
    "/reloads": "<h1>Again</h1><script>location.reload()</script>",
    "/rests-never": "<p id=n>0</p><script>setInterval(() => n.textContent++, 1)</script>",
    "/huge": "<h1>Huge</h1><script>for (let i = 0; i < 10000; i++)"
    "document.write('<p><b>row ' + i + '</b> <a href=/>link</a></p>')</script>",
    "/crash": "<title>Crash</title><h1>Crash</h1>",
    "/tabs": "<button onclick=\"for (let i = 0; i < 60; i++) window.open('/tab')\">Many</button>"
    "<script>window.open('/tab')</script>",
    "/points": """<style>body{margin:0}</style><button style='position:absolute;left:100px;top:100px;width:100px;height:40px'
        onclick="document.title='hit'">Target</button><input aria-label=Field style='position:absolute;left:100px;top:200px'>
        <div style='height:5000px'></div><button id=far onclick="document.title='far'">Far</button>
        <p ondblclick="document.title='double'" oncontextmenu="document.title='right'" onmouseover="this.textContent='over me'"
        >Paragraph</p>""",
}
HEADERS = {"/once": [("Cache-Control", "no-store")],
           "/attached": [("Content-Disposition", "attachment; filename=\"../../report.txt\"")]}
REDIRECTS = {"/to-file": "file:///etc/passwd", "/to-host": "http://example.org/", "/to-home": "/", "/round": "/round"}
OTHERS = {"/file.csv": ("text/csv", b"a,b\n1,2\n"), "/attached": ("text/plain", b"attached"),
          "/feed.xml": ("application/xml", b"<feed><title>News</title><entry>First</entry></feed>"),
          "/drawing.svg": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><text y='20'>Drawn</text></svg>"),
          "/data.json": ("application/json", b'{"balance": "75.00"}'), "/nothing": ("text/html", b""),
          "/plain": ("text/plain", b"plain words"), "/fails": ("text/plain", b"no"), "/missing": ("text/plain", b"none")}
STATUS = {"/fails": 500, "/missing": 404, "/none.png": 404}


SEEN = set()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        parts = urlsplit(self.path)
        if parts.path == "/once" and (self.path in SEEN or SEEN.add(self.path)):
            return self.connection.close()
        if parts.path == "/slow":
            time.sleep(float(parts.query))
        if parts.path in REDIRECTS:
            return self.reply(302, "text/plain", b"", [("Location", REDIRECTS[parts.path])])
        kind, body = OTHERS.get(parts.path) or ("text/html; charset=utf-8", PAGES.get(parts.path, "<h1>Page</h1>").encode())
        self.reply(STATUS.get(parts.path, 200), kind, body, HEADERS.get(parts.path, []))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        fields = {name: values[0] for name, values in parse_qs(body).items() if name not in ("password", "p")}
        if self.path == "/uploaded":
            fields = body.split("\r\n\r\n")[1].split("\r\n--")[0]
        self.reply(200, "text/html; charset=utf-8", ("<title>Sent</title><h1>Sent</h1><p>" + json.dumps(fields)).encode(), [])

    def reply(self, status, kind, body, headers):
        self.send_response(status)
        for name, value in [("Content-Type", kind), ("Content-Length", str(len(body))), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
'''


@dataclass(frozen=True)
class Visit:
    """A user before the product's pages; every method does one thing and returns what was recorded."""

    browser: Browser
    ground: Ground

    @property
    def recorder(self) -> AttemptRecorder:
        """Where it is recorded."""
        return self.ground.recorder

    def do(self, action: Action, until: Callable[[Observation], bool] | None = None) -> PageObservation:
        """Carry an action out."""
        seen = self.browser.perform(action, until)
        assert isinstance(seen, PageObservation)
        return seen

    def open(self, target: str) -> PageObservation:
        """Go to a page."""
        return self.do(OpenPage(target=target))

    def click(self, name: str, role: str | None = None) -> PageObservation:
        """Click something."""
        return self.do(Click(name=name, role=role))

    def type(self, text: str, label: str) -> PageObservation:
        """Fill in a field."""
        return self.do(TypeText(text=text, label=label))

    def choose(self, option: str, label: str) -> PageObservation:
        """Pick an option."""
        return self.do(Choose(option=option, label=label))

    def tick(self, label: str, ticked: bool = True) -> PageObservation:
        """Tick a box."""
        return self.do(Tick(label=label, ticked=ticked))

    def upload(self, path: str, label: str) -> PageObservation:
        """Give a file."""
        return self.do(Upload(path=path, label=label))

    def answer(self, accept: bool, text: str | None = None) -> PageObservation:
        """Answer a dialog."""
        return self.do(AnswerDialog(accept=accept, text=text))

    def look(self) -> PageObservation:
        """Only look."""
        return self.do(LookAtPage())

    def gesture(self, kind: GestureKind, **target: object) -> PageObservation:
        """Do what only an evaluator does."""
        return self.do(Gesture.model_validate({"gesture": kind, **target}))

    def until(self, text: str) -> PageObservation:
        """Look until a text is shown."""
        return self.do(LookAtPage(), lambda seen: isinstance(seen, PageObservation) and text in seen.text)


@contextmanager
def visit(
    room: Path, level: Isolation = Isolation.CELL, *, port: int = 8000, seconds: float = 600.0
) -> Iterator[Visit]:
    """A browser in a cell in which the product runs."""
    plan = product(room, {"server.py": SERVER})
    service = Service(run=f"python3 {{tree}}/server.py {port}", ready=f"http://127.0.0.1:{port}/")
    with recorder_in(room) as recorder, cell_of(plan, level) as cell:
        deadline = time.monotonic() + seconds
        ground = Ground(cell, recorder, seconds, deadline, f"http://127.0.0.1:{port}")
        browser = open_surface(ground)
        running = start_services(cell, {"web": service}, recorder.folder / "services", deadline)
        try:
            yield Visit(browser, ground)
        finally:
            browser.close()
            for started in running:
                started.close()
