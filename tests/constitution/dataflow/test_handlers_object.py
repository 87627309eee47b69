"""A handler that looks an object up by an id of the request asks whose it is before it hands it out (CWE-639, 862, 863)."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest

from harness.adapters.syntax import Grammars
from harness.constitution.checks.dataflow.handlers.absent import missing

FLASK = """
from flask import Flask, abort, g, jsonify, render_template, request, session
from flask_login import current_user, login_required
from shop.models import Document, Invoice, Order, Post, Product, db
app = Flask(__name__)
"""
FASTAPI = """
from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, HTTPException
from sqlalchemy import select
from shop.auth import get_current_user
from shop.db import get_session
from shop.models import Invoice, Order
router = APIRouter()
"""
DJANGO = """
from django.contrib.auth.decorators import login_required, user_passes_test
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.generic import DetailView, UpdateView
from shop.models import Invoice, Order
"""
DRF = """
from rest_framework import generics, permissions, viewsets
from rest_framework.permissions import IsAdminUser, IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView
from shop.models import Invoice, Order, Product
from shop.serializers import InvoiceSerializer
"""

BAD = {
    "flask-query-get": FLASK
    + """
@app.route("/invoices/<int:invoice_id>")
@login_required
def show(invoice_id):
    invoice = Invoice.query.get_or_404(invoice_id)
    return jsonify(invoice.as_dict())
""",
    "flask-session-get": FLASK
    + """
@app.get("/orders/<int:id>")
@login_required
def show(id):
    return render_template("order.html", order=db.session.get(Order, id))
""",
    "flask-filter-by": FLASK
    + """
@app.post("/orders/cancel")
@login_required
def cancel():
    order = Order.query.filter_by(id=request.form["id"]).first_or_404()
    order.state = "cancelled"
    db.session.commit()
    return jsonify(order.state)
""",
    "flask-sql": FLASK
    + """
@app.get("/accounts/<number>")
def account(number):
    if "user_id" not in session:
        abort(401)
    row = g.db.execute("select * from accounts where number = ?", (number,)).fetchone()
    return jsonify(dict(row))
""",
    "flask-args": FLASK
    + """
@app.get("/document")
@login_required
def document():
    wanted = request.args.get("id", type=int)
    found = Document.query.get(wanted)
    if found is None:
        abort(404)
    return jsonify(found.text)
""",
    "flask-helper": FLASK
    + """
def _invoice(number):
    return Invoice.query.filter_by(number=number).first()

@app.get("/invoices/<number>")
@login_required
def show(number):
    invoice = _invoice(number)
    return jsonify(invoice.total)
""",
    "flask-memory": FLASK
    + """
ACCOUNTS = {"1": {"owner": "ann", "balance": 3}}
@app.get("/accounts/<id>")
@login_required
def show(id):
    return jsonify(ACCOUNTS[id])
""",
    "flask-compares-something-else": FLASK
    + """
@app.get("/invoices/<int:id>")
@login_required
def show(id):
    invoice = Invoice.query.get(id)
    if invoice.state == "draft":
        abort(404)
    return jsonify(invoice.total)
""",
    "flask-only-logged-in": FLASK
    + """
@app.get("/invoices/<int:id>")
def show(id):
    if session.get("user_id") is None:
        abort(401)
    return jsonify(Invoice.query.get(id).total)
""",
    "flask-user-is-logged": FLASK
    + """
@app.delete("/orders/<int:id>")
@login_required
def delete(id):
    order = Order.query.get(id)
    app.logger.info("%s deletes %s", current_user.id, order.id)
    db.session.delete(order)
    db.session.commit()
    return ""
""",
    "flask-compares-for-nothing": FLASK
    + """
@app.delete("/orders/<int:id>")
@login_required
def delete(id):
    order = Order.query.get(id)
    hers = order.owner_id == current_user.id
    print(hers)
    db.session.delete(order)
    db.session.commit()
    return ""
""",
    "flask-mongo": FLASK
    + """
from bson import ObjectId
@app.get("/messages/<id>")
@login_required
def message(id):
    return jsonify(g.mongo.messages.find_one({"_id": ObjectId(id)}))
""",
    "flask-own-model": FLASK
    + """
class Album(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    owner_id = db.Column(db.ForeignKey("user.id"))

@app.delete("/albums/<int:id>")
@login_required
def remove(id):
    db.session.delete(Album.query.get(id))
    db.session.commit()
    return ""
""",
    "fastapi-get": FASTAPI
    + """
@router.get("/invoices/{invoice_id}")
def read(invoice_id: int, session=Depends(get_session), user=Depends(get_current_user)):
    invoice = session.get(Invoice, invoice_id)
    if not invoice:
        raise HTTPException(404)
    return invoice
""",
    "fastapi-select": FASTAPI
    + """
@router.patch("/orders/{order_id}")
async def change(order_id: int, body: dict, session=Depends(get_session), user=Depends(get_current_user)):
    order = (await session.execute(select(Order).where(Order.id == order_id))).scalar_one()
    order.state = body["state"]
    await session.commit()
    return order
""",
    "fastapi-query": FASTAPI
    + """
@router.delete("/orders/{order_id}")
def delete(order_id: int, db=Depends(get_session), user=Depends(get_current_user)):
    order = db.query(Order).filter(Order.id == order_id).first()
    db.delete(order)
    db.commit()
""",
    "fastapi-dependency": FASTAPI
    + """
def order_of(order_id: int, db=Depends(get_session)):
    return db.query(Order).get(order_id)

@router.get("/orders/{order_id}")
def read(order=Depends(order_of), user=Depends(get_current_user)):
    return order
""",
    "django-function": DJANGO
    + """
@login_required
def invoice(request, pk):
    found = get_object_or_404(Invoice, pk=pk)
    return render(request, "invoice.html", {"invoice": found})
""",
    "django-get": DJANGO
    + """
@login_required
def invoice(request):
    found = Invoice.objects.get(id=request.GET["id"])
    return JsonResponse({"total": found.total})
""",
    "django-class": DJANGO
    + """
class Cancel(LoginRequiredMixin, View):
    def post(self, request, pk):
        order = get_object_or_404(Order, pk=self.kwargs["pk"])
        order.delete()
        return redirect("orders")
""",
    "django-detail": DJANGO
    + """
class InvoiceDetail(LoginRequiredMixin, DetailView):
    model = Invoice
""",
    "django-own-model": DJANGO
    + """
class Diary(models.Model):
    author = models.ForeignKey("auth.User", on_delete=models.CASCADE)

class DiaryUpdate(LoginRequiredMixin, UpdateView):
    model = Diary
    fields = ["text"]
""",
    "drf-viewset": DRF
    + """
class Invoices(viewsets.ModelViewSet):
    queryset = Invoice.objects.all()
    serializer_class = InvoiceSerializer
    permission_classes = [IsAuthenticated]
""",
    "drf-api-view": DRF
    + """
class InvoiceView(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        invoice = Invoice.objects.get(pk=pk)
        return Response(InvoiceSerializer(invoice).data)
""",
    "drf-get-object": DRF
    + """
class InvoiceUpdate(generics.GenericAPIView):
    queryset = Invoice.objects.all()
    permission_classes = [IsAuthenticated]

    def put(self, request, pk):
        invoice = self.get_object()
        invoice.total = request.data["total"]
        invoice.save()
        return Response({})
""",
}

BAD |= {
    "flask-class": FLASK
    + """
from flask.views import MethodView
class InvoiceView(MethodView):
    decorators = [login_required]

    def get(self, invoice_id):
        return jsonify(Invoice.query.get(invoice_id).total)
""",
    "flask-for-loop": FLASK
    + """
@app.get("/invoices")
@login_required
def several():
    wanted = request.args.getlist("id")
    return jsonify([Invoice.query.get(one).total for one in wanted])
""",
    "fastapi-own-model": FASTAPI
    + """
class Diary(Base):
    owner_id: int
    text: str

@router.put("/diaries/{diary_id}")
def write(diary_id: int, text: str, db=Depends(get_session), user=Depends(get_current_user)):
    diary = db.get(Diary, diary_id)
    diary.text = text
    db.commit()
    return diary
""",
    "django-model-of-the-user": DJANGO
    + """
@login_required
def show(request, pk):
    from shop.models import Customer
    return JsonResponse({"name": Customer.objects.filter(pk=pk).first().name})
""",
    "drf-only-a-list-is-narrowed": DRF
    + """
class Invoices(viewsets.ReadOnlyModelViewSet):
    queryset = Invoice.objects.all()
    serializer_class = InvoiceSerializer
    permission_classes = [IsAuthenticated]

    def list(self, request):
        return Response([])
""",
}

GOOD = {
    "flask-compares": FLASK
    + """
@app.route("/invoices/<int:invoice_id>")
@login_required
def show(invoice_id):
    invoice = Invoice.query.get_or_404(invoice_id)
    if invoice.owner_id != current_user.id:
        abort(403)
    return jsonify(invoice.as_dict())
""",
    "flask-not-found-for-others": FLASK
    + """
@app.route("/invoices/<int:invoice_id>")
@login_required
def show(invoice_id):
    invoice = Invoice.query.get_or_404(invoice_id)
    if invoice.owner != current_user:
        abort(404)
    return jsonify(invoice.as_dict())
""",
    "flask-in-the-query": FLASK
    + """
@app.get("/orders/<int:id>")
@login_required
def show(id):
    return jsonify(Order.query.filter_by(id=id, user_id=current_user.id).first_or_404().as_dict())
""",
    "flask-relationship": FLASK
    + """
@app.get("/orders/<int:id>")
@login_required
def show(id):
    order = current_user.orders.filter_by(id=id).first_or_404()
    return jsonify(order.as_dict())
""",
    "flask-session": FLASK
    + """
@app.get("/accounts/<number>")
def account(number):
    row = g.db.execute("select * from accounts where number = ?", (number,)).fetchone()
    if row["owner"] != session["user_id"]:
        abort(403)
    return jsonify(dict(row))
""",
    "flask-sql-in-the-query": FLASK
    + """
@app.get("/accounts/<number>")
def account(number):
    row = g.db.execute("select * from accounts where number = ? and owner = ?", (number, session["user_id"])).fetchone()
    return jsonify(dict(row))
""",
    "flask-variable": FLASK
    + """
@app.get("/invoices/<int:id>")
def show(id):
    me = session.get("user_id")
    invoice = Invoice.query.get(id)
    if not me or invoice.user_id != me:
        abort(404)
    return jsonify(invoice.total)
""",
    "flask-helper-checks": FLASK
    + """
def ensure_owner(thing):
    if thing.owner_id != current_user.id:
        abort(403)

@app.get("/documents/<int:id>")
@login_required
def document(id):
    found = Document.query.get(id)
    ensure_owner(found)
    return jsonify(found.text)
""",
    "flask-method-of-the-object": FLASK
    + """
@app.get("/documents/<int:id>")
@login_required
def document(id):
    found = Document.query.get(id)
    if not found.is_visible_for(current_user):
        abort(404)
    return jsonify(found.text)
""",
    "flask-admin": FLASK
    + """
from shop.auth import admin_required
@app.get("/documents/<int:id>")
@admin_required
def document(id):
    return jsonify(Document.query.get(id).text)
""",
    "flask-public": FLASK
    + """
@app.get("/products/<int:id>")
@login_required
def product(id):
    return jsonify(Product.query.get_or_404(id).as_dict())
""",
    "flask-own-model-without-owner": FLASK
    + """
class Currency(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)

@app.get("/currencies/<int:id>")
@login_required
def currency(id):
    return jsonify(Currency.query.get(id).name)
""",
    "flask-own-id": FLASK
    + """
@app.get("/profile")
@login_required
def profile():
    order = Order.query.get(current_user.last_order_id)
    return jsonify(order.as_dict())
""",
    "flask-helper-in-the-query": FLASK
    + """
def _mine(id):
    return Order.query.filter_by(id=id, owner=current_user.id).first_or_404()

@app.get("/orders/<int:id>")
@login_required
def show(id):
    order = _mine(id)
    return jsonify(order.as_dict())
""",
    "fastapi-compares": FASTAPI
    + """
@router.get("/invoices/{invoice_id}")
def read(invoice_id: int, session=Depends(get_session), user=Depends(get_current_user)):
    invoice = session.get(Invoice, invoice_id)
    if not invoice or invoice.owner_id != user.id:
        raise HTTPException(404)
    return invoice
""",
    "fastapi-in-the-query": FASTAPI
    + """
@router.patch("/orders/{order_id}")
async def change(order_id: int, session=Depends(get_session), user=Depends(get_current_user)):
    wanted = select(Order).where(Order.id == order_id, Order.owner_id == user.id)
    order = (await session.execute(wanted)).scalar_one()
    return order
""",
    "fastapi-dependency": FASTAPI
    + """
def order_of(order_id: int, db=Depends(get_session), user=Depends(get_current_user)):
    order = db.query(Order).get(order_id)
    if order.owner_id != user.id:
        raise HTTPException(403)
    return order

@router.get("/orders/{order_id}")
def read(order=Depends(order_of)):
    return order
""",
    "django-filters": DJANGO
    + """
@login_required
def invoice(request, pk):
    found = get_object_or_404(Invoice, pk=pk, owner=request.user)
    return render(request, "invoice.html", {"invoice": found})
""",
    "django-compares": DJANGO
    + """
@login_required
def invoice(request, pk):
    found = get_object_or_404(Invoice, pk=pk)
    if found.customer.user != request.user:
        raise PermissionDenied
    return render(request, "invoice.html", {"invoice": found})
""",
    "django-queryset": DJANGO
    + """
class InvoiceDetail(LoginRequiredMixin, DetailView):
    model = Invoice

    def get_queryset(self):
        return super().get_queryset().filter(owner=self.request.user)
""",
    "django-test": DJANGO
    + """
class InvoiceDetail(LoginRequiredMixin, UserPassesTestMixin, DetailView):
    model = Invoice

    def test_func(self):
        return self.get_object().owner == self.request.user
""",
    "django-staff": DJANGO
    + """
@user_passes_test(lambda user: user.is_staff)
def invoice(request, pk):
    return JsonResponse({"total": Invoice.objects.get(pk=pk).total})
""",
    "drf-queryset": DRF
    + """
class Invoices(viewsets.ModelViewSet):
    serializer_class = InvoiceSerializer
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        return Invoice.objects.filter(owner=self.request.user)
""",
    "drf-object-permission": DRF
    + """
class IsHers(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.owner == request.user

class Invoices(viewsets.ModelViewSet):
    queryset = Invoice.objects.all()
    serializer_class = InvoiceSerializer
    permission_classes = [IsAuthenticated, IsHers]
""",
    "drf-admin": DRF
    + """
class Invoices(viewsets.ModelViewSet):
    queryset = Invoice.objects.all()
    permission_classes = [IsAdminUser]
""",
    "drf-checks": DRF
    + """
class InvoiceView(APIView):
    permission_classes = [IsAuthenticated]

    def get(self, request, pk):
        invoice = Invoice.objects.get(pk=pk)
        self.check_object_permissions(request, invoice)
        return Response(InvoiceSerializer(invoice).data)
""",
    "drf-products": DRF
    + """
class Products(viewsets.ReadOnlyModelViewSet):
    queryset = Product.objects.all()
    permission_classes = [IsAuthenticated]
""",
}

GOOD |= {
    "flask-public-read": FLASK
    + """
class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    author_id = db.Column(db.ForeignKey("user.id"))

@app.get("/posts/<int:id>")
@login_required
def post(id):
    return jsonify(Post.query.get(id).text)
""",
    "flask-policy": FLASK
    + """
from shop.policies import authorize
@app.get("/documents/<int:id>")
@login_required
def document(id):
    found = Document.query.get(id)
    authorize("read", found)
    return jsonify(found.text)
""",
    "flask-decorator-of-the-view": FLASK
    + """
from shop.policies import owner_required
@app.get("/documents/<int:id>")
@owner_required(Document)
def document(id):
    return jsonify(Document.query.get(id).text)
""",
    "flask-requires-something": FLASK
    + """
from flask.views import MethodView
from shop.guards import allows, CanSee
class InvoiceView(MethodView):
    decorators = [login_required, allows.requires(CanSee())]

    def get(self, invoice_id):
        return jsonify(Invoice.query.get(invoice_id).total)
""",
    "flask-own-method": FLASK
    + """
from flask.views import MethodView
class InvoiceView(MethodView):
    decorators = [login_required]

    def _check(self, invoice):
        if invoice.owner_id != current_user.id:
            abort(404)

    def get(self, invoice_id):
        invoice = Invoice.query.get(invoice_id)
        self._check(invoice)
        return jsonify(invoice.total)
""",
    "fastapi-annotated-user": FASTAPI
    + """
CurrentUser = Annotated[str, Depends(get_current_user)]
@router.get("/invoices/{invoice_id}")
def read(invoice_id: int, current_user: CurrentUser, session=Depends(get_session)):
    invoice = session.get(Invoice, invoice_id)
    if invoice.owner_id != current_user.id:
        raise HTTPException(404)
    return invoice
""",
    "django-permission": DRF
    + """
class Invoices(viewsets.ModelViewSet):
    queryset = Invoice.objects.all()
    permission_required = "shop.view_invoice"
""",
    "drf-creates": DRF
    + """
class Invoices(generics.CreateAPIView):
    queryset = Invoice.objects.all()
    permission_classes = [IsAuthenticated]
""",
}


def told(files: Mapping[str, str]) -> list[str]:
    encoded = {path: textwrap.dedent(text).encode() for path, text in files.items()}
    answers = missing(encoded, Grammars().tree, ["object"])
    return [f"{hit.path}:{hit.line} {encoded[hit.path][hit.start : hit.end].decode()}" for hit in answers.hits]


@pytest.mark.parametrize("name", BAD)
def test_an_object_of_anybody_is_found(name: str) -> None:
    assert len(told({"app.py": BAD[name]})) == 1


@pytest.mark.parametrize("name", GOOD)
def test_an_object_whose_owner_is_asked_for_is_spared(name: str) -> None:
    assert told({"app.py": GOOD[name]}) == []


def test_the_place_is_where_the_object_is_looked_up() -> None:
    assert told({"app.py": BAD["flask-query-get"]}) == ["app.py:10 Invoice.query.get_or_404(invoice_id)"]
