"""Handlers of JavaScript ask who is there before they change something (CWE-306), and whose it is that they give (CWE-639)."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest

from harness.adapters.syntax._grammars import parse
from harness.constitution.checks.dataflow.handlers.javascript_absent import missing
from harness.domain.findings import DoubtKind

EXPRESS = """
const express = require('express');
const { Order, Post } = require('./models');
const { requireLogin, requireAdmin } = require('./login');
const passport = require('passport');
const router = express.Router();
const app = express();
"""
NEST = """
import { Controller, Delete, Get, Param, Post, Put, UseGuards } from '@nestjs/common';
import { JwtGuard } from './jwt.guard';
import { OrdersService } from './orders.service';
"""
FASTIFY = """
const fastify = require('fastify')();
const knex = require('knex')({ client: 'pg' });
"""


def _found(files: Mapping[str, str]) -> list[tuple[str, str, int]]:
    data = {path: textwrap.dedent(code).encode() for path, code in files.items()}
    answers = missing(data, lambda name, text: parse(name, text).root_node, ["authentication", "object"])
    return [(hit.category, hit.path, hit.line) for hit in answers.hits]


def _categories(code: str, path: str = "routes.js") -> list[str]:
    return [category for category, _, _ in _found({path: code})]


@pytest.mark.parametrize(
    "code",
    [
        EXPRESS
        + "router.delete('/orders/:id', async (req, res) => { await Order.destroy({ where: { id: req.params.id } }); });",
        EXPRESS + "router.post('/orders', express.json(), async (req, res) => { await Order.create(req.body); });",
        EXPRESS + "router.route('/orders/:id').put(async (req, res) => { await Order.update(req.body); });",
        EXPRESS + "router.put('/orders', wrap(async (req, res) => { await Order.update(req.body); }));",
        EXPRESS + "function change(req, res) { Order.update(req.body); }\napp.post('/orders', change);",
        EXPRESS
        + "class C { change(req, res) { Order.update(req.body); } }\nconst c = new C();\napp.post('/o', c.change.bind(c));",
        EXPRESS
        + "async function store(body) { await Order.create(body); }\napp.post('/orders', (req, res) => store(req.body));",
        EXPRESS
        + "app.post('/orders', (req, res) => { db.query('UPDATE orders SET state = 1 WHERE id = ?', [req.body.id]); });",
        EXPRESS + "app.post('/orders', (req, res) => { Order.create({ user: req.body.userId }); });",
        EXPRESS + "app.post('/orders', (req, res) => { Order.create(req.body); });\napp.use(requireLogin);",
        EXPRESS + "app.use('/admin', requireAdmin);\napp.post('/orders', (req, res) => { Order.create(req.body); });",
        EXPRESS + "app.use(session({ secret: key }));\napp.post('/orders', (req, res) => { Order.create(req.body); });",
        EXPRESS + "const tidy = (req, res, next) => { req.body.name = req.body.name.trim(); next(); };\n"
        "app.post('/orders', tidy, (req, res) => { Order.create(req.body); });",
        FASTIFY
        + "fastify.delete('/scans/:id', async (request) => { await knex('scans').where({ id: 1 }).delete(); });\n"
        "fastify.put('/scans', async (request) => { await knex.insert(request.body); });",
    ],
)
def test_a_route_that_changes_something_and_asks_nobody_is_told(code: str) -> None:
    assert "authentication" in _categories(code)


@pytest.mark.parametrize(
    "code",
    [
        EXPRESS + "router.get('/orders', async (req, res) => { res.json(await Order.findAll()); });",
        EXPRESS
        + "router.post('/search', async (req, res) => { res.json(await Order.findAll({ where: req.body })); });",
        EXPRESS + "router.post('/register', async (req, res) => { await Order.create(req.body); });",
        EXPRESS + "router.post('/orders', requireLogin, async (req, res) => { await Order.create(req.body); });",
        EXPRESS
        + "router.post('/orders', [express.json(), requireLogin], async (req, res) => { await Order.create(req.body); });",
        EXPRESS
        + "router.post('/o', passport.authenticate('jwt'), async (req, res) => { await Order.create(req.body); });",
        EXPRESS
        + "router.use(requireLogin);\nrouter.post('/orders', async (req, res) => { await Order.create(req.body); });",
        EXPRESS
        + "app.use('/orders', requireLogin);\napp.post('/orders/new', async (req, res) => { await Order.create(req.body); });",
        EXPRESS
        + "app.post('/o', async (req, res) => { if (!req.session.userId) return; await Order.create(req.body); });",
        EXPRESS + "app.post('/o', async (req, res) => { const { user } = req; await Order.create({ user }); });",
        EXPRESS
        + "app.post('/o', async (req, res) => { check(req.headers['x-api-key']); await Order.create(req.body); });",
        EXPRESS + "const member = (req, res, next) => (req.user ? next() : res.sendStatus(401));\n"
        "app.post('/orders', member, (req, res) => { Order.create(req.body); });",
        EXPRESS
        + "const gate = require('./gate');\napp.post('/orders', gate, (req, res) => { Order.create(req.body); });",
        EXPRESS + "app.post('/match', (req, res) => { res.json(/a+/.exec(req.body.text)); });",
        EXPRESS + "const cache = new Map();\nclient.post('/orders', { name: cache.get('a') });",
        "fastify.addHook('preHandler', async (request) => { await request.jwtVerify(); });\n"
        "fastify.post('/scans', async (request) => { await knex.insert(request.body); });",
        FASTIFY
        + "fastify.post('/s', { preHandler: fastify.authenticate }, async (request) => { await knex.insert(1); });",
    ],
)
def test_a_route_that_asks_or_changes_nothing_is_not(code: str) -> None:
    assert "authentication" not in _categories(code)


ORDERS = """
@Controller('orders')
{around}
export class Orders {{
  constructor(private readonly orders: OrdersService) {{}}

  {before}
  @Put(':id')
  change(@Param('id') id: string{given}) {{ return this.orders.update(id); }}
}}
"""


@pytest.mark.parametrize(
    ("around", "before", "given", "missing"),
    [
        ("", "", "", True),
        ("@UseGuards(JwtGuard)", "", "", False),
        ("", "@UseGuards(JwtGuard)", "", False),
        ("", "", ", @CurrentUser() user: User", False),
        ("@ApiTags('orders')", "", "", True),
    ],
)
def test_a_controller_has_a_guard(around: str, before: str, given: str, missing: bool) -> None:
    code = NEST + ORDERS.format(around=around, before=before, given=given)
    assert ("authentication" in _categories(code, "orders.controller.ts")) is missing


def test_a_guard_of_the_whole_application_counts() -> None:
    files = {
        "orders.controller.ts": NEST + ORDERS.format(around="", before="", given=""),
        "main.ts": "const app = await create();\napp.useGlobalGuards(new JwtGuard());\n",
    }
    assert _found(files) == []


@pytest.mark.parametrize(
    ("main", "missing"),
    [
        ("app.use('/orders', requireLogin, orders);", False),
        ("app.use(requireLogin);\napp.use('/orders', orders);", False),
        ("app.use('/orders', orders);\napp.use(requireLogin);", True),
        ("app.use('/orders', requireLogin, require('./orders'));", False),
        ("app.use(express.json());\napp.use('/orders', orders);", True),
    ],
)
def test_a_guard_where_a_router_is_mounted_counts(main: str, missing: bool) -> None:
    files = {
        "orders.js": EXPRESS
        + "router.post('/', (req, res) => { Order.create(req.body); });\nmodule.exports = router;\n",
        "main.js": EXPRESS + "const orders = require('./orders');\n" + main + "\n",
    }
    assert bool(_found(files)) is missing


@pytest.mark.parametrize(
    ("path", "code", "missing"),
    [
        ("app/api/orders/route.ts", "export async function POST(request) { await prisma.order.create({}); }", True),
        ("app/api/orders/route.ts", "export async function GET(request) { return prisma.order.findMany(); }", False),
        (
            "app/api/orders/route.ts",
            "export async function POST(request) { const session = await getServerSession(); await prisma.order.create({}); }",
            False,
        ),
    ],
)
def test_a_handler_of_next_asks(path: str, code: str, missing: bool) -> None:
    assert ("authentication" in _categories(code, path)) is missing


@pytest.mark.parametrize(
    "handler",
    [
        "router.get('/orders/:id', async (req, res) => { res.json(await Order.findByPk(req.params.id)); });",
        "router.get('/orders/:id', async (req, res) => { const { id } = req.params; res.json(await Order.findOne({ id })); });",
        "router.delete('/posts/:id', async (req, res) => { await Post.findByIdAndDelete(req.params.id); });",
        "router.get('/o/:id', async (req, res) => { const id = Number(req.params.id); res.json(await Order.findById(id)); });",
        "router.get('/orders/:id', async (req, res) => { await db('orders').where({ id: req.params.id }).first(); });",
    ],
)
def test_an_object_of_anybody_is_told(handler: str) -> None:
    assert _categories(EXPRESS + "router.use(requireLogin);\n" + handler) == ["object"]


@pytest.mark.parametrize(
    "handler",
    [
        "router.get('/orders/:id', async (req, res) => { await Order.findOne({ id: req.params.id, user: req.user.id }); });",
        "router.get('/orders/:id', async (req, res) => { const o = await Order.findByPk(req.params.id); own(o, req.user); });",
        "router.get('/posts/:id', async (req, res) => { res.json(await Post.findByPk(req.params.id)); });",
        "router.get('/orders/:id', requireAdmin, async (req, res) => { res.json(await Order.findByPk(req.params.id)); });",
        "router.get('/orders/:id', allow('admin'), async (req, res) => { res.json(await Order.findByPk(req.params.id)); });",
        "router.get('/orders', async (req, res) => { res.json(await Order.findByPk(1)); });",
    ],
)
def test_an_object_whose_owner_is_asked_for_is_not(handler: str) -> None:
    assert _categories(EXPRESS + "router.use(requireLogin);\n" + handler) == []


def test_a_file_with_routes_that_cannot_be_read_is_told() -> None:
    code = "/*! widgets v1.2.3 */" + "function f(a){return a&&b?a:b}app.post('/a',f);" * 100
    answers = missing({"app.js": code.encode()}, lambda name, text: parse(name, text).root_node, ["authentication"])
    assert [(one.kind, one.path) for one in answers.unfollowed] == [(DoubtKind.UNPARSABLE, "app.js")]
