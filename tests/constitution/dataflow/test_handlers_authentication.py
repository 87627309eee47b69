"""A handler that changes something asks who is there: by itself, around it, or before the whole application (CWE-306)."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest

from harness.adapters.syntax import Grammars
from harness.constitution.checks.dataflow.handlers.absent import missing

FLASK = """
from functools import wraps
from flask import Blueprint, Flask, abort, g, jsonify, redirect, request, session, url_for
from flask.views import MethodView
from flask_login import current_user, login_required
from shop.models import Order, db
app = Flask(__name__)
bp = Blueprint("orders", __name__, url_prefix="/orders")
"""
FASTAPI = """
from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Security
from fastapi.security import HTTPBearer, OAuth2PasswordBearer
from shop import crud
from shop.db import get_session
app = FastAPI()
router = APIRouter(prefix="/orders")
"""
DJANGO = """
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseForbidden, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_http_methods
from django.views.generic import CreateView, DeleteView, UpdateView
from shop.models import Order
"""
DRF = """
from rest_framework import generics, permissions, viewsets
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import AllowAny, IsAdminUser, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView
from shop.models import Order
from shop.serializers import OrderSerializer
"""
OTHERS = """
import tornado.web
from aiohttp import web
from starlette.applications import Starlette
from starlette.authentication import requires
from starlette.endpoints import HTTPEndpoint
from starlette.responses import JSONResponse
from starlette.routing import Route
"""

BAD = {
    "flask-post": FLASK
    + """
@app.route("/orders", methods=["POST"])
def create_order():
    db.session.add(Order(**request.get_json()))
    db.session.commit()
    return "", 201
""",
    "flask-delete-verb": FLASK
    + """
@app.delete("/orders/<int:id>")
def remove(id):
    Order.query.filter_by(id=id).delete()
    return "", 204
""",
    "flask-get-and-post": FLASK
    + """
@app.route("/settings", methods=["GET", "POST"])
def settings():
    if request.method == "POST":
        db.execute("update settings set value = ?", (request.form["value"],))
    return "done"
""",
    "flask-get-deletes": FLASK
    + """
@app.route("/orders/<int:id>/delete")
def delete_order(id):
    db.session.delete(Order.query.get(id))
    db.session.commit()
    return redirect("/orders")
""",
    "flask-blueprint": FLASK
    + """
@bp.route("/<int:id>/cancel", methods=["POST"])
def cancel(id):
    order = Order.query.get_or_404(id)
    order.state = "cancelled"
    db.session.commit()
    return jsonify(order.as_dict())
""",
    "flask-method-view": FLASK
    + """
class OrderView(MethodView):
    def put(self, id):
        order = Order.query.get(id)
        order.total = request.json["total"]
        db.session.commit()
        return ""
""",
    "flask-memory": FLASK
    + """
BALANCES = {}
@app.post("/balance/<name>")
def set_balance(name):
    BALANCES[name] = int(request.form["value"])
    return "ok"
""",
    "flask-helper": FLASK
    + """
def _store(order):
    db.session.add(order)
    db.session.commit()

@app.post("/orders")
def create_order():
    _store(Order(**request.json))
    return ""
""",
    "flask-command": FLASK
    + """
import subprocess
@app.post("/admin/restart")
def restart():
    subprocess.run(["systemctl", "restart", "shop"])
    return ""
""",
    "flask-useless-decorator": FLASK
    + """
def timed(view):
    @wraps(view)
    def inner(*args, **kwargs):
        return view(*args, **kwargs)
    return inner

@app.post("/orders")
@timed
def create_order():
    db.session.add(Order(**request.json))
    db.session.commit()
    return ""
""",
    "flask-optional-token": FLASK
    + """
from flask_jwt_extended import jwt_required
@app.post("/orders")
@jwt_required(optional=True)
def create_order():
    db.session.add(Order(**request.json))
    db.session.commit()
    return ""
""",
    "flask-other-blueprint-guarded": FLASK
    + """
admin = Blueprint("admin", __name__)

@admin.before_request
def only_members():
    if "user_id" not in session:
        abort(401)

@bp.post("/")
def create_order():
    db.session.add(Order(**request.json))
    db.session.commit()
    return ""
""",
    "flask-rule-by-call": FLASK
    + """
def purge():
    Order.query.delete()
    db.session.commit()
    return ""

app.add_url_rule("/purge", view_func=purge, methods=["POST"])
""",
    "flask-upload": FLASK
    + """
@app.post("/documents")
def upload():
    request.files["document"].save("/srv/documents/today.pdf")
    return ""
""",
    "fastapi-post": FASTAPI
    + """
@app.post("/orders")
def create(order: dict, db=Depends(get_session)):
    return crud.create_order(db, order)
""",
    "fastapi-delete": FASTAPI
    + """
@router.delete("/{order_id}")
async def delete(order_id: int, session=Depends(get_session)):
    await session.delete(await session.get("Order", order_id))
    await session.commit()
""",
    "fastapi-memory": FASTAPI
    + """
ITEMS = []
@app.put("/items")
async def put(item: str):
    ITEMS.append(item)
""",
    "fastapi-other-router-guarded": FASTAPI
    + """
def signed_in(token: str = Header()):
    if token != "x":
        raise HTTPException(status_code=401)

members = APIRouter(dependencies=[Depends(signed_in)])

@router.post("/")
def create(order: dict, db=Depends(get_session)):
    db.add(order)
    db.commit()
""",
    "django-function": DJANGO
    + """
@require_POST
def cancel(request, pk):
    order = get_object_or_404(Order, pk=pk)
    order.delete()
    return redirect("orders")
""",
    "django-exempt": DJANGO
    + """
@csrf_exempt
def update(request, pk):
    if request.method == "POST":
        Order.objects.filter(pk=pk).update(state=request.POST["state"])
    return JsonResponse({})
""",
    "django-class": DJANGO
    + """
class Cancel(View):
    def post(self, request, pk):
        Order.objects.get(pk=pk).delete()
        return redirect("orders")
""",
    "django-generic": DJANGO
    + """
class OrderDelete(DeleteView):
    model = Order
    success_url = "/"
""",
    "drf-allow-any": DRF
    + """
class Orders(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
    permission_classes = [AllowAny]
""",
    "drf-opened": DRF
    + """
@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
def refund(request, pk):
    order = Order.objects.get(pk=pk)
    order.refund()
    return Response(status=204)
""",
    "drf-nothing": DRF
    + """
class OrderCreate(generics.CreateAPIView):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
""",
    "drf-function": DRF
    + """
@api_view(["POST"])
def create_order(request):
    Order.objects.create(**request.data)
    return Response(status=201)
""",
    "tornado": OTHERS
    + """
class OrderHandler(tornado.web.RequestHandler):
    def post(self):
        self.application.db.insert("orders", self.get_argument("name"))
""",
    "aiohttp": OTHERS
    + """
routes = web.RouteTableDef()
@routes.post("/orders")
async def create(request):
    await request.app["db"].execute("insert into orders values ($1)", await request.text())
    return web.Response()
""",
    "starlette-route": OTHERS
    + """
async def remove(request):
    await request.app.state.db.execute("delete from orders where id = ?", request.path_params["id"])
    return JSONResponse({})

app = Starlette(routes=[Route("/orders/{id}", remove, methods=["DELETE"])])
""",
}

BAD |= {
    "flask-method-view-by-call": FLASK
    + """
class OrderView(MethodView):
    def delete(self, id):
        Order.query.filter_by(id=id).delete()
        return ""

app.add_url_rule("/orders/<int:id>", view_func=OrderView.as_view("order"))
""",
    "flask-two-routes": FLASK
    + """
@app.post("/orders")
@app.put("/orders")
def create_order():
    db.session.add(Order(**request.json))
    return ""
""",
    "flask-global": FLASK
    + """
LIMIT = 3
@app.post("/limit")
def set_limit():
    global LIMIT
    LIMIT = int(request.form["limit"])
    return ""
""",
    "flask-deletes-an-item": FLASK
    + """
STOCK = {}
@app.delete("/stock/<name>")
def drop(name):
    del STOCK[name]
    STOCK["changes"] += 1
    return ""
""",
    "flask-writes-a-file": FLASK
    + """
@app.post("/notes")
def note():
    with open("/srv/notes.txt", "a") as file:
        print(request.form["note"], file=file)
    return ""
""",
    "fastapi-by-call": FASTAPI
    + """
def create(order: dict, db=Depends(get_session)):
    db.add(order)
    db.commit()

app.add_api_route("/orders", create, methods=["POST"])
""",
    "aiohttp-by-call": OTHERS
    + """
async def create(request):
    await request.app["db"].execute("insert into orders values ($1)", await request.text())
    return web.Response()

def make_app():
    app = web.Application()
    app.router.add_post("/orders", create)
    return app
""",
    "starlette-endpoint": OTHERS
    + """
class Orders(HTTPEndpoint):
    async def post(self, request):
        await request.app.state.db.execute("insert into orders values (?)", await request.body())
        return JSONResponse({})
""",
    "django-methods": DJANGO
    + """
@require_http_methods(["GET", "POST"])
def rename(request, pk):
    order = get_object_or_404(Order, pk=pk)
    order.name = request.POST["name"]
    order.save()
    return redirect("orders")
""",
    "drf-action": DRF
    + """
class Orders(viewsets.GenericViewSet):
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk=None):
        order = self.get_object()
        order.delete()
        return Response()
""",
    "drf-open-action": DRF
    + """
class Orders(viewsets.ViewSet):
    @action(detail=False, methods=["post"], permission_classes=[AllowAny])
    def purge(self, request):
        Order.objects.all().delete()
        return Response()
""",
    "drf-create": DRF
    + """
class Orders(viewsets.ViewSet):
    def create(self, request):
        Order.objects.create(**request.data)
        return Response(status=201)
""",
}

GOOD = {
    "flask-login-required": FLASK
    + """
@app.route("/orders", methods=["POST"])
@login_required
def create_order():
    db.session.add(Order(**request.get_json()))
    db.session.commit()
    return "", 201
""",
    "flask-session": FLASK
    + """
@app.post("/orders")
def create_order():
    if "user_id" not in session:
        return redirect(url_for("login"))
    db.session.add(Order(**request.json))
    db.session.commit()
    return ""
""",
    "flask-own-decorator": FLASK
    + """
def members(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if g.get("user") is None:
            abort(401)
        return view(*args, **kwargs)
    return inner

@app.post("/orders")
@members
def create_order():
    db.session.add(Order(**request.json))
    db.session.commit()
    return ""
""",
    "flask-before-request": FLASK
    + """
@bp.before_request
def only_members():
    if "user_id" not in session:
        abort(401)

@bp.post("/")
def create_order():
    db.session.add(Order(**request.json))
    db.session.commit()
    return ""
""",
    "flask-before-request-of-the-app": FLASK
    + """
def check():
    if request.headers.get("X-Api-Key") != app.config["KEY"]:
        abort(403)

app.before_request(check)

@bp.post("/")
def create_order():
    db.session.add(Order(**request.json))
    db.session.commit()
    return ""
""",
    "flask-method-view-decorators": FLASK
    + """
class OrderView(MethodView):
    decorators = [login_required]

    def put(self, id):
        Order.query.get(id).total = request.json["total"]
        db.session.commit()
        return ""
""",
    "flask-view-wrapped": FLASK
    + """
def purge():
    Order.query.delete()
    db.session.commit()
    return ""

app.add_url_rule("/purge", view_func=login_required(purge), methods=["POST"])
""",
    "flask-helper-asks": FLASK
    + """
def _who():
    token = request.headers.get("Authorization", "")
    if not token:
        abort(401)
    return token

@app.post("/orders")
def create_order():
    _who()
    db.session.add(Order(**request.json))
    db.session.commit()
    return ""
""",
    "flask-login-itself": FLASK
    + """
@app.post("/login")
def login():
    session["user_id"] = 1
    db.session.commit()
    return redirect("/")
""",
    "flask-registration": FLASK
    + """
@app.post("/register")
def create_user():
    db.session.add(Order(**request.form))
    db.session.commit()
    return redirect("/")
""",
    "flask-webhook": FLASK
    + """
import stripe
@app.post("/stripe")
def paid():
    event = stripe.Webhook.construct_event(request.data, request.headers["Stripe-Signature"], "x")
    Order.query.get(event["id"]).paid = True
    db.session.commit()
    return ""
""",
    "flask-contact": FLASK
    + """
@app.post("/contact")
def contact():
    db.session.add(Order(**request.form))
    db.session.commit()
    return "thank you"
""",
    "flask-reads": FLASK
    + """
@app.route("/orders")
def orders():
    return jsonify([order.as_dict() for order in Order.query.all()])
""",
    "flask-computes": FLASK
    + """
@app.post("/quote")
def quote():
    total = 0
    lines = []
    for line in request.json["lines"]:
        total += line["price"]
        lines.append(line["name"])
    return jsonify(total=total, lines=lines)
""",
    "fastapi-user": FASTAPI
    + """
from shop.auth import get_current_user
@app.post("/orders")
def create(order: dict, db=Depends(get_session), user=Depends(get_current_user)):
    return crud.create_order(db, order, user)
""",
    "fastapi-annotated": FASTAPI
    + """
def somebody(token: str = Header()):
    if token != "secret":
        raise HTTPException(status_code=401)
    return "ann"

Member = Annotated[str, Depends(somebody)]

@app.post("/orders")
def create(order: dict, who: Member, db=Depends(get_session)):
    return crud.create_order(db, order)
""",
    "fastapi-scheme": FASTAPI
    + """
scheme = HTTPBearer()
@app.delete("/orders/{id}")
def remove(id: int, bearer=Security(scheme), db=Depends(get_session)):
    db.delete(id)
    db.commit()
""",
    "fastapi-router": FASTAPI
    + """
def signed_in(token: str = Header()):
    if token != "x":
        raise HTTPException(status_code=401)

members = APIRouter(dependencies=[Depends(signed_in)])

@members.post("/")
def create(order: dict, db=Depends(get_session)):
    db.add(order)
    db.commit()
""",
    "fastapi-included": FASTAPI
    + """
def signed_in(token: str = Header()):
    if token != "x":
        raise HTTPException(status_code=401)

@router.post("/")
def create(order: dict, db=Depends(get_session)):
    db.add(order)
    db.commit()

app.include_router(router, dependencies=[Depends(signed_in)])
""",
    "fastapi-middleware": FASTAPI
    + """
@app.middleware("http")
async def guard(request, call_next):
    if request.headers.get("Authorization") != "x":
        raise HTTPException(401)
    return await call_next(request)

@app.post("/orders")
def create(order: dict, db=Depends(get_session)):
    db.add(order)
    db.commit()
""",
    "fastapi-decorator-dependencies": FASTAPI
    + """
from shop.auth import verify_token
@app.post("/orders", dependencies=[Depends(verify_token)])
def create(order: dict, db=Depends(get_session)):
    db.add(order)
    db.commit()
""",
    "django-login-required": DJANGO
    + """
@login_required
@require_POST
def cancel(request, pk):
    get_object_or_404(Order, pk=pk).delete()
    return redirect("orders")
""",
    "django-body": DJANGO
    + """
@require_POST
def cancel(request, pk):
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    get_object_or_404(Order, pk=pk).delete()
    return redirect("orders")
""",
    "django-mixin": DJANGO
    + """
class OrderDelete(LoginRequiredMixin, DeleteView):
    model = Order
""",
    "django-dispatch": DJANGO
    + """
class Cancel(View):
    @method_decorator(login_required)
    def dispatch(self, *args, **kwargs):
        return super().dispatch(*args, **kwargs)

    def post(self, request, pk):
        Order.objects.get(pk=pk).delete()
        return redirect("orders")
""",
    "django-decorated-class": DJANGO
    + """
@method_decorator(login_required, name="dispatch")
class Cancel(View):
    def post(self, request, pk):
        Order.objects.get(pk=pk).delete()
        return redirect("orders")
""",
    "drf-authenticated": DRF
    + """
class Orders(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
    permission_classes = [IsAuthenticated]
""",
    "drf-function": DRF
    + """
@api_view(["POST"])
@permission_classes([IsAuthenticated])
def create_order(request):
    Order.objects.create(**request.data)
    return Response(status=201)
""",
    "drf-reads": DRF
    + """
class Orders(viewsets.ReadOnlyModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
""",
    "tornado-authenticated": OTHERS
    + """
class OrderHandler(tornado.web.RequestHandler):
    @tornado.web.authenticated
    def post(self):
        self.application.db.insert("orders", self.get_argument("name"))
""",
    "tornado-prepare": OTHERS
    + """
class OrderHandler(tornado.web.RequestHandler):
    def prepare(self):
        if not self.current_user:
            raise tornado.web.HTTPError(403)

    def post(self):
        self.application.db.insert("orders", self.get_argument("name"))
""",
    "starlette-requires": OTHERS
    + """
@requires("authenticated")
async def remove(request):
    await request.app.state.db.execute("delete from orders where id = ?", request.path_params["id"])
    return JSONResponse({})

app = Starlette(routes=[Route("/orders/{id}", remove, methods=["DELETE"])])
""",
}

GOOD |= {
    "flask-view-of-a-guarded-class": FLASK
    + """
class Members(MethodView):
    decorators = [login_required]

class OrderView(Members):
    def delete(self, id):
        Order.query.filter_by(id=id).delete()
        return ""

app.add_url_rule("/orders/<int:id>", view_func=OrderView.as_view("order"))
""",
    "flask-local-list": FLASK
    + """
@app.post("/names")
def names():
    found = []
    found.append(request.form["name"])
    found.remove("x")
    seen = {}
    seen["a"] = 1
    return jsonify(found, seen)
""",
    "flask-own-helper": FLASK
    + """
class OrderView(MethodView):
    def _who(self):
        if not session.get("user_id"):
            abort(401)

    def delete(self, id):
        self._who()
        Order.query.filter_by(id=id).delete()
        return ""
""",
    "fastapi-whole-application": FASTAPI
    + """
from shop.auth import verify_token
guarded = FastAPI(dependencies=[Depends(verify_token)])

@router.post("/")
def create(order: dict, db=Depends(get_session)):
    db.add(order)
    db.commit()
""",
    "fastapi-by-call": FASTAPI
    + """
from shop.auth import verify_token
def create(order: dict, db=Depends(get_session)):
    db.add(order)
    db.commit()

app.add_api_route("/orders", create, methods=["POST"], dependencies=[Depends(verify_token)])
""",
    "fastapi-annotated-dependency": FASTAPI
    + """
from shop.auth import get_current_user
@app.post("/orders")
def create(order: dict, who: Annotated[str, Depends(get_current_user)], db=Depends(get_session)):
    db.add(order)
    db.commit()
""",
    "starlette-middleware": OTHERS
    + """
class Gate:
    async def __call__(self, scope, receive, send):
        if not scope["user"].is_authenticated:
            raise PermissionDenied
        await self.app(scope, receive, send)

async def remove(request):
    await request.app.state.db.execute("delete from orders where id = ?", request.path_params["id"])

app = Starlette(routes=[Route("/orders/{id}", remove, methods=["DELETE"])])
app.add_middleware(Gate)
""",
    "starlette-known-middleware": OTHERS
    + """
from shop.guards import TokenAuthMiddleware
async def remove(request):
    await request.app.state.db.execute("delete from orders where id = ?", request.path_params["id"])

app = Starlette(routes=[Route("/orders/{id}", remove, methods=["DELETE"])])
app.add_middleware(TokenAuthMiddleware)
""",
    "django-safe": DJANGO
    + """
from django.views.decorators.http import require_safe
@require_safe
def orders(request):
    Order.objects.filter(seen=False).update(seen=True)
    return render(request, "orders.html")
""",
    "drf-action": DRF
    + """
class Orders(viewsets.GenericViewSet):
    permission_classes = [AllowAny]

    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated])
    def cancel(self, request, pk=None):
        self.get_object().delete()
        return Response()
""",
}


def told(files: Mapping[str, str]) -> list[str]:
    encoded = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    answers = missing(encoded, Grammars().tree, ["authentication"])
    assert answers.unfollowed == ()
    return [f"{hit.path}:{hit.line} {encoded[hit.path][hit.start : hit.end].decode()}" for hit in answers.hits]


@pytest.mark.parametrize("name", BAD)
def test_a_handler_that_asks_nobody_is_found(name: str) -> None:
    assert len(told({"app.py": BAD[name]})) == 1


@pytest.mark.parametrize("name", GOOD)
def test_a_handler_that_asks_is_spared(name: str) -> None:
    assert told({"app.py": GOOD[name]}) == []


def test_the_place_is_the_line_of_the_name() -> None:
    (place,) = told({"app.py": BAD["flask-useless-decorator"]})
    assert place.endswith(" def create_order")
    (place,) = told({"app.py": BAD["django-generic"]})
    assert place.endswith(" class OrderDelete")


GATE = """
class Gate:
    def __call__(self, request):
        if not request.user.is_authenticated:
            raise Http403
"""
GUARDS = """
from flask import abort, session
def members(view):
    def inner():
        if not session.get('uid'):
            abort(401)
        return view()
    return inner
"""
MAIN = """
from fastapi import Depends, FastAPI
from shop import orders
from shop.auth import verify_token
app = FastAPI()
"""

# --- several files ----------------------------------------------------------------------------------------------------

VIEWS = DJANGO + "\n\ndef cancel(request, pk):\n    Order.objects.get(pk=pk).delete()\n    return redirect('/')\n"
URLS = "from django.urls import path\nfrom django.contrib.auth.decorators import login_required\nfrom . import views\n"


def test_a_view_may_be_guarded_where_its_url_is() -> None:
    guarded = URLS + "urlpatterns = [path('<int:pk>/cancel', login_required(views.cancel))]\n"
    open_ = URLS + "urlpatterns = [path('<int:pk>/cancel', views.cancel)]\n"
    assert told({"shop/__init__.py": "", "shop/views.py": VIEWS, "shop/urls.py": guarded}) == []
    assert len(told({"shop/__init__.py": "", "shop/views.py": VIEWS, "shop/urls.py": open_})) == 1


def test_settings_may_guard_every_view() -> None:
    settings = "MIDDLEWARE = ['django.contrib.auth.middleware.LoginRequiredMiddleware']\n"
    usual = "MIDDLEWARE = ['django.contrib.auth.middleware.AuthenticationMiddleware']\n"
    assert told({"views.py": VIEWS, "settings.py": settings}) == []
    assert len(told({"views.py": VIEWS, "settings.py": usual})) == 1


def test_settings_may_guard_every_view_of_rest_framework_but_those_that_open_themselves() -> None:
    settings = "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}\n"
    assert told({"api.py": BAD["drf-nothing"], "settings.py": settings}) == []
    assert len(told({"api.py": BAD["drf-allow-any"], "settings.py": settings})) == 1
    open_ = settings.replace("IsAuthenticated", "AllowAny")
    assert len(told({"api.py": BAD["drf-nothing"], "settings.py": open_})) == 1


def test_middleware_of_the_project_may_guard_every_view() -> None:
    middleware = GATE
    settings = "MIDDLEWARE = ['shop.gate.Gate']\n"
    files = {"shop/__init__.py": "", "shop/gate.py": middleware, "shop/settings.py": settings, "shop/views.py": VIEWS}
    assert told(files) == []
    assert len(told({**files, "shop/gate.py": "class Gate:\n    def __call__(self, request):\n        pass\n"})) == 1


def test_a_decorator_from_another_file_is_read_there() -> None:
    view = (
        FLASK
        + "from shop.guards import members\n@app.post('/x')\n@members\ndef create():\n    db.session.commit()\n    return ''\n"
    )
    assert told({"shop/__init__.py": "", "shop/guards.py": GUARDS, "shop/app.py": view}) == []
    assert (
        len(
            told(
                {"shop/__init__.py": "", "shop/guards.py": "def members(view):\n    return view\n", "shop/app.py": view}
            )
        )
        == 1
    )


def test_a_router_may_be_guarded_where_it_is_included() -> None:
    router = (
        FASTAPI
        + "\n@router.post('/')\ndef create(order: dict, db=Depends(get_session)):\n    db.add(order)\n    db.commit()\n"
    )
    files = {"shop/__init__.py": "", "shop/orders.py": router}
    assert (
        told(
            {
                **files,
                "shop/main.py": f"{MAIN}app.include_router(orders.router, dependencies=[Depends(verify_token)])\n",
            }
        )
        == []
    )
    assert len(told({**files, "shop/main.py": f"{MAIN}app.include_router(orders.router)\n"})) == 1


def test_names_are_followed_through_packages_and_imports_of_everything() -> None:
    guards = "from .inner import *\n"
    inner = GUARDS
    view = (
        FLASK
        + "from shop import guards\n@app.post('/x')\n@guards.members\ndef create():\n    db.session.commit()\n    return ''\n"
    )
    files = {
        "shop/__init__.py": "",
        "shop/guards/__init__.py": guards,
        "shop/guards/inner.py": inner,
        "shop/app.py": view,
    }
    assert told(files) == []


def test_viewsets_are_guarded_by_their_bases_in_other_files() -> None:
    base = DRF + "class Members(viewsets.ModelViewSet):\n    permission_classes = [IsAuthenticated]\n"
    views = "from shop.base import Members\nclass Orders(Members):\n    pass\n"
    urls = "from shop.views import Orders\nrouter = DefaultRouter()\nrouter.register('orders', Orders)\n"
    files = {"shop/__init__.py": "", "shop/base.py": base, "shop/views.py": views, "shop/urls.py": urls}
    assert told(files) == []
    assert len(told({**files, "shop/base.py": base.replace("IsAuthenticated]", "AllowAny]")})) == 1


OPEN_APP = (
    "from flask import Flask, request\napp = Flask(__name__)\n"
    "@app.post('/x')\ndef delete():\n    db.session.delete(request.form['id'])\n    db.session.commit()\n    return ''\n"
)
ASKING = "@app.before_request\ndef need():\n    if 'user' not in session:\n        abort(401)\n"
FASTAPI_APP = "from fastapi import FastAPI, Depends\napp = FastAPI(dependencies=[Depends(get_current_user)])\n"


@pytest.mark.parametrize(
    "guarded",
    [
        f"from flask import Flask, session, abort\napp = Flask(__name__)\n{ASKING}",
        "from flask import Flask, session, abort\napp = Flask(__name__)\n"
        "def need():\n    if 'user' not in session:\n        abort(401)\napp.before_request(need)\n",
        FASTAPI_APP,
    ],
)
def test_what_one_application_asks_says_nothing_of_another_one(guarded: str) -> None:
    assert len(told({"one/app.py": guarded, "two/app.py": OPEN_APP})) == 1


def test_what_an_application_asks_holds_for_its_blueprints_and_for_its_routes_in_other_files() -> None:
    guarded = f"from flask import Flask, session, abort\napp = Flask(__name__)\n{ASKING}"
    body = "    db.session.delete(request.form['id'])\n    db.session.commit()\n    return ''\n"
    blueprint = "from flask import Blueprint, request\nbp = Blueprint('a', __name__)\n@bp.post('/x')\ndef f():\n" + body
    views = "from flask import request\nfrom main import app\n@app.post('/y')\ndef g():\n" + body
    renamed = "from flask import request\nfrom main import app as web\n@web.post('/z')\ndef h():\n" + body
    assert told({"main.py": guarded, "bp.py": blueprint, "views.py": views, "more.py": renamed}) == []
    assert len(told({"main.py": "from flask import Flask\napp = Flask(__name__)\n", "views.py": views})) == 1


def test_files_that_cannot_be_read_are_told() -> None:
    answers = missing({"a.py": b"@app.route('/x')\ndef f(:\n"}, Grammars().tree, ["authentication"])
    assert answers.unfollowed[0].path == "a.py"


def test_nothing_is_read_where_no_such_category_is_asked_for() -> None:
    assert missing({"a.py": BAD["flask-post"].encode()}, Grammars().tree, ["sql"]).hits == ()
