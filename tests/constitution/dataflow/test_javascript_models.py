"""What the language of JavaScript itself does with values: each line of code, and the categories of what is found in it."""

from __future__ import annotations

import pytest

from harness.constitution.checks.dataflow.interpreter.javascript_regexes import pythonic
from tests.constitution.dataflow.javascript_analysis import categories, own

ALL = "sql html path url log redirect nosql xpath"
HARMFUL = [
    # strings
    "sql(source().toLowerCase())",
    "sql('a'.concat(source()))",
    "sql(source().slice(1, 2).trim())",
    "sql('x'.padEnd(9, source()))",
    "sql(source().split(',')[0])",
    "sql(source().split(',').pop())",
    "sql(source().replace('a', 'b'))",
    "sql('%s'.replace('%s', source()))",
    "sql(source().replace(/a/, () => 'b'))",
    "sql(source().match(/a(.*)/)[1])",
    "sql(/a(.*)/.exec(source())[1])",
    "for (const m of source().matchAll(/a./g)) { sql(m[0]) }",
    "sql(source().match(other)[0])",
    "sql(`${source()}`)",
    "sql(tag`${source()}`)",
    "let x = 'a'; x += source(); sql(x)",
    "sql('abc'.charAt(0) === 'a' ? source() : '')",
    "sql('a-b'.split('-').length > 1 ? source() : source())",
    # arrays
    "const a = []; a.push(source()); sql(a[0])",
    "const a = ['x']; a.unshift(source()); sql(a[0])",
    "const a = [source()]; sql(a.shift())",
    "const a = ['x', source()]; sql(a.at(-1))",
    "const a = [source()]; sql(a.at(n))",
    "sql(['a', source()].join(' '))",
    "sql([source()].concat(['b'])[0])",
    "sql(['b'].concat(source())[1])",
    "sql(['a'].concat(others, source())[n])",
    "sql([1, source()].slice(1)[0])",
    "sql([1, source()].slice(n)[0])",
    "sql([source()].map((x) => x + 'a')[0])",
    "sql(others.map((x) => source())[0])",
    "sql([[source()]].flat()[0])",
    "sql([1].flatMap((x) => [source()])[0])",
    "[source()].forEach((x) => sql(x))",
    "source().forEach((x) => sql(x))",
    "sql([source()].filter((x) => x)[0])",
    "sql([source()].find((x) => x))",
    "sql(['a', source()].reduce((all, x) => all + x, ''))",
    "sql(['a', source()].reduce((all, x) => all + x))",
    "[source()].some((x) => sql(x))",
    "[source()].findIndex((x) => sql(x))",
    "sql(['a', source()].sort()[0])",
    "sql([source(), 'a'].reverse()[1])",
    "const a = ['x', 'y']; a.splice(0, 1, source()); sql(a[0])",
    "sql(['x', source()].splice(0, 2)[0])",
    "sql(new Array(3).fill(1) && ['a'].fill(source())[0])",
    "for (const [i, x] of [source()].entries()) { sql(x) }",
    "for (const x of [source()].values()) { sql(x) }",
    "const a = ['x']; a.unshift(...others, source()); sql(a[n])",
    "const a = ['x']; a.push(...source()); sql(a[1])",
    "const [a, ...b] = ['x', source()]; sql(b[0])",
    # objects
    "const o = { a: source() }; sql(o.a)",
    "const o = {}; o.a = source(); sql(o['a'])",
    "const o = { a: source() }; sql({ ...o }.a)",
    "const { a: { b } } = { a: { b: source() } }; sql(b)",
    "const { a = source() } = {}; sql(a)",
    "const { x, ...rest } = { x: 1, y: source() }; sql(rest.y)",
    "sql(Object.values({ a: source() })[0])",
    "sql(Object.keys(JSON.parse(source()))[0])",
    "for (const [k, v] of Object.entries({ a: source() })) { sql(v) }",
    "for (const [k, v] of Object.entries(source())) { sql(k) }",
    "for (const k in JSON.parse(source())) { sql(k) }",
    "sql(Object.assign({}, { a: source() }).a)",
    "sql(Object.assign({}, JSON.parse(source())).a)",
    "sql(Object.fromEntries([['a', source()]]).a)",
    "sql(Object.freeze({ a: source() }).a)",
    "sql(JSON.stringify({ a: source() }))",
    "const m = new Map(); m.set('a', source()); sql(m.get('a'))",
    "const m = new Map([['a', source()]]); sql(m.get('a'))",
    "const m = new Map(source()); sql(m.get('a'))",
    "const s = new Set(); s.add(source()); for (const x of s) { sql(x) }",
    "for (const x of new Set([source()])) { sql(x) }",
    "for (const x of new Set(source())) { sql(x) }",
    "new Map([['a', source()]]).forEach((v) => sql(v))",
    "for (const x of new Map([['a', source()]]).values()) { sql(x) }",
    "nosql(JSON.parse(String(source())))",
    "class A { #p; set(v) { this.#p = v } get() { return this.#p } } const a = new A(); a.set(source()); sql(a.get())",
    "class A { constructor(v) { this.v = v } } class B extends A { constructor(v) { super(v) } } sql(new B(source()).v)",
    "const m = new Map(null); m.get(); m.set('a'); m.forEach(); m.clear(); m.set('b', source()); sql(m.get('b'))",
    "const m = new Map([['a', source()]]); for (const [k, v] of m.entries()) { sql(v) }",
    "Object.keys(); Object.assign(); Object.fromEntries(); JSON.parse(); JSON.stringify(); sql(source())",
    "sql(Object.assign(source(), { a: 1 }))",
    "const o = Object.create(null); o.a = source(); sql(o.a)",
    "if (Object.is(a, b) || a.isPrototypeOf(b)) { sql(source()) }",
    "sql(source().replace(/\\p{L}/gu, ''))",
    "sql(source().match(/\\p{L}+/u)[0])",
    "sql(source().match(/^(?:a(\\d)|b(\\W*))+$/)[2])",
    "sql(source().split()[0])",
    "sql('a'.replace(/b/, source()))",
    "const s = n ? 'a,b' : 'c'; sql(s.split(',')[0] + source())",
    "sql('a'.concat(...source()))",
    # functions and promises
    "const g = (x) => x; sql(g(source()))",
    "const g = (x) => sql(x); g.call(null, source())",
    "const g = (x) => sql(x); g.apply(null, [source()])",
    "const g = (x) => sql(x); g.apply(null, source())",
    "const g = (x) => sql(x); g.bind(this)(source())",
    "const g = require('util').promisify(sql); g(source())",
    "((x) => sql(x))(source())",
    "helper(source(), (x) => sql(x))",
    "Promise.resolve(source()).then((x) => sql(x))",
    "Promise.reject(1).catch(() => source()).then((x) => sql(x))",
    "other().then(() => source(), () => 'b').then((x) => sql(x))",
    "Promise.resolve(source()).finally(() => 1).then((x) => sql(x))",
    "Promise.all([source(), 1]).then(([a, b]) => sql(a))",
    "Promise.race([1, source()]).then((a) => sql(a))",
    "new Promise((resolve) => resolve(source())).then((a) => sql(a))",
    "new Promise((resolve) => setTimeout(() => resolve(source()), 1)).then((a) => sql(a))",
    "let x; on('data', (d) => { x = source() }); on('end', () => { sql(x) })",
    "const g = async () => source(); g().then((x) => sql(x))",
    "function* g() { yield source() } for (const x of g()) { sql(x) }",
    # statements
    "switch (n) { case 1: sql('a'); case 2: sql(source()); break }",
    "for (let i = 0, x = ''; i < 3; i++, x = source()) { sql(x) }",
    "let x = 'a'; do { sql(x); x = source() } while (n)",
    "try { g() } catch ({ message }) { sql(source()) } finally { h() }",
    "out: for (const a of b) { for (const c of d) { continue out } sql(source()) }",
    "const x = null ?? source(); sql(x)",
    "let x = ''; x ||= source(); sql(x)",
    "if (!process.argv) process.exit(1); sql(source())",
    "const x = (1, source()); sql(x)",
    "{ let x = 'a' } let x = source(); { let x = 'b'; } sql(x)",
    # what is not enough
    "html(source().replace('<', '&lt;'))",
    "html(source().replace(/\"/g, '&quot;'))",
    "log(source().replace(/\\n/, ''))",
    "path(source().replace(/\\.\\.\\//g, ''))",
    "if (/^[a-z]+/.test(source())) { sql(source()) }",
    "const x = source(); if (/^[a-z]+$/m.test(x)) { sql(x) }",
    "const x = source(); if (typeof x === 'string') { sql(x) }",
    "const x = source(); if (typeof x === 'object') { nosql(x) }",
    "const x = source(); if (x.startsWith('/srv/')) { path(x) }",
    "redirect('/' + source())",
    "url('https://' + source())",
    "url('https://example.com' + source())",
    "url(`${source()}/a`)",
    "const rel = require('path').relative('/a', source()); path(rel)",
    "const p = require('path'); const B = p.resolve('a'); const f = p.join(B, source()); if (f.startsWith(B)) { path(f) }",
    "const p = require('path').join('/srv', source()); if (p.startsWith('/srv')) { path(p) }",
    "sql(clean(source()) + source())",
    "html(clean(source()))",
]
HARMLESS = [
    "sql('a'.toUpperCase())",
    "sql(clean(source()))",
    "const x = source(); sql('SELECT'.replace('S', 's'))",
    "sql(source().indexOf('a'))",
    "sql(source().startsWith('a'))",
    "sql(source().length === 3)",
    "sql('abc'.includes('a') ? 'x' : source())",
    "sql('a'.repeat(2) === 'aa' ? 'x' : source())",
    "sql('a,b'.split(',')[1] === 'b' ? 'x' : source())",
    "sql('abc'.substring(2, 0) === 'ab' ? 'x' : source())",
    "sql('abc'.substr(1, 1) === 'b' ? 'x' : source())",
    "sql('abc'.slice(1) === 'bc' ? 'x' : source())",
    "sql('b'.padStart(2, 'a') === 'ab' ? 'x' : source())",
    "sql(['a', 'b'].join('-') === 'a-b' ? 'x' : source())",
    "sql('a'.charCodeAt(0) === 97 ? 'x' : source())",
    "sql(source() - 1)",
    "sql(+source())",
    "sql(parseInt(source(), 10))",
    "sql(Number(source()) || 0)",
    "sql(typeof source())",
    "sql(!source())",
    "sql(source().map((x) => clean(x)).join(','))",
    "sql([source()].map(Number)[0])",
    "const a = [source(), 'x']; sql(a[1])",
    "const [, b] = [source(), 'x']; sql(b)",
    "const a = ['x', source()]; a.pop(); sql(a[0])",
    "sql(['x', source()].slice(0, 1)[0])",
    "sql([source()].every((x) => x))",
    "sql([source()].includes('a'))",
    "const o = { a: source(), b: 'x' }; sql(o.b)",
    "const { b } = { a: source(), b: 'x' }; sql(b)",
    "const o = { a: source() }; delete o.a; o.a = 'x'; sql(o.a)",
    "const m = new Map([['a', source()], ['b', 'x']]); sql(m.get('b'))",
    "const M = { a: 'x', b: 'y' }; sql(M[source()])",
    "const M = { a: 'x' }; const k = source(); if (Object.hasOwn(M, k)) { sql(k) }",
    "const M = { a: 'x' }; const k = source(); if (M.hasOwnProperty(k)) { sql(k) }",
    "const M = { a: 'x' }; const k = source(); if (k in M) { sql(k) }",
    "const k = source(); if (new Set(['a']).has(k)) { sql(k) }",
    "const k = source(); if (['a', 'b'].includes(k)) { sql(k) }",
    "const k = source(); if (!['a', 'b'].includes(k)) return; sql(k)",
    "const k = source(); switch (k) { case 'a': sql(k) }",
    "const k = source(); if (k !== 'a') throw new Error(); sql(k)",
    "const x = source(); if (/^[a-z]+$/.test(x)) { sql(x) }",
    "const x = source(); if (x.match(/^[\\w-]+$/)) { sql(x) }",
    "const x = source(); if (/^\\d+$/.exec(x)) { sql(x) }",
    "const x = source(); const SAFE = /^[a-z]+$/; if (!SAFE.test(x)) { return } sql(x)",
    "const m = source().match(/^id-(\\d+)$/); sql(m[1])",
    "sql(source().replace(/[^a-z0-9]/gi, ''))",
    "log(source().replace(/[\\r\\n]+/g, ' '))",
    "sql(source().match(/^(?:a(\\d)|b(\\W*))+$/)[1])",
    "sql(source().match(/\\d+/g)[0])",
    "sql('a'.split()[0])",
    "log(source().replaceAll('\\n', '').replaceAll('\\r', ''))",
    "html(source().replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;'))",
    "html(source().replace(/[&<>\"']/g, (c) => '&#' + c.charCodeAt(0) + ';'))",
    "const x = source(); if (typeof x === 'number') { sql(x) }",
    "const x = source(); if (typeof x !== 'string') { return } nosql(x)",
    "redirect('/posts/' + source())",
    "redirect('?next=' + source())",
    "url('https://example.com/' + source())",
    "url(`https://example.com/users/${source()}/posts`)",
    "url(`${base}/users/${source()}`)",
    "url('https://' + host + '/a?b=' + source())",
    "const p = require('path').resolve('/srv', source()); if (p.startsWith('/srv/')) { path(p) }",
    "const path_ = require('path'); const p = path_.join('/srv', source());\n"
    "if (path_.relative('/srv', p).startsWith('..')) return; path(p)",
    "const p = require('path'); const B = p.resolve('a') + p.sep;\n"
    "const f = p.join(B, source()); if (f.startsWith(B)) { path(f) }",
    "const p = require('path').join('/srv/', source()); if (p.startsWith(require('path').join('/srv', '/'))) { path(p) }",
    "sql(require('path').resolve('a', '/b', 'c') === '/b/c' ? 'x' : source())",
    "const path_ = require('path'); path(path_.join('/srv', 'a', '..', 'b') === '/srv/b' ? 'x' : source())",
    "Promise.resolve(source()).then((x) => clean(x)).then((x) => sql(x))",
    "process.exit(1); sql(source())",
    "const g = () => { throw 1 }; g(); sql(source())",
    "let x = source(); x = 'a'; sql(x)",
    "let x = 'a'; { let x = source() } sql(x)",
    "const { protocol, host } = new URL(source()); if (host === 'a.example') { sql('a') }",
    "const u = source(); const { host } = new URL(u); if (['a.example'].includes(host)) { url(u) }",
    "sql(`${1}${'a'}`)",
    "sql(void source())",
]


@pytest.mark.parametrize("code", HARMFUL)
def test_what_is_harmful_stays_so(code: str) -> None:
    assert own(code)


@pytest.mark.parametrize("code", HARMLESS)
def test_what_is_made_harmless_is(code: str) -> None:
    assert own(code) == set()


@pytest.mark.parametrize(
    ("pattern", "flags", "expected"),
    [
        ("^a$", "", r"^a\Z"),
        ("^a$", "m", "^a$"),
        (r"[$]\$\/", "", r"[$]\$/"),
        (r"(?<name>a)(?<=b)(?<!c)", "", r"(?P<name>a)(?<=b)(?<!c)"),
        ("[^]*", "", r"[\s\S]*"),
    ],
)
def test_patterns_are_written_as_python_writes_them(pattern: str, flags: str, expected: str) -> None:
    assert pythonic(pattern, flags) == expected


ANSWERS = [
    ("res.send('<p>' + req.query.q)", True),
    ("res.status(200).send('<p>' + req.query.q)", True),
    ("res.type('text/plain').send('<p>' + req.query.q)", False),
    ("res.type('html').send('<p>' + req.query.q)", True),
    ("res.set('Content-Type', 'text/plain'); res.status(200).send('<p>' + req.query.q)", False),
    ("res.set({ 'Content-Type': 'application/json' }).send('<p>' + req.query.q)", False),
    ("res.setHeader('X-Other', 'a'); res.end('<p>' + req.query.q)", True),
    ("res.writeHead(200, { 'Content-Type': 'text/plain' }); res.end('<p>' + req.query.q)", False),
    ("res.writeHead(200, { 'Content-Type': 'text/html' }); res.end('<p>' + req.query.q)", True),
    ("res.writeHead(200); res.end('<p>' + req.query.q)", True),
    ("res.header('Content-Type', other).send('<p>' + req.query.q)", True),
]


@pytest.mark.parametrize(("code", "flagged"), ANSWERS)
def test_only_what_browsers_show_as_a_page_is_html(code: str, flagged: bool) -> None:
    assert ("html" in categories(f"exports.f = (req, res) => {{ {code} }};")) is flagged


@pytest.mark.parametrize(
    ("code", "flagged"),
    [
        ("reply.type('text/html').send('<p>' + request.query.q)", True),
        ("reply.header('Content-Type', 'text/html'); reply.send('<p>' + request.query.q)", True),
        ("reply.send('<p>' + request.query.q)", False),
    ],
)
def test_fastify_sends_plain_text_unless_told_otherwise(code: str, flagged: bool) -> None:
    assert ("html" in categories(f"app.get('/', async (request, reply) => {{ {code} }});")) is flagged


@pytest.mark.parametrize(
    ("code", "flagged"),
    [
        ("o[req.body.a][req.body.b] = 1", True),
        ("o[req.body.a] = 1", False),
        ("o.a[req.body.b] = 1", False),
        ("const a = req.body.a; if (a === '__proto__') return; o[a][req.body.b] = 1", False),
        ("const a = req.body.a; if (['__proto__', 'constructor'].includes(a)) return; o[a][req.body.b] = 1", False),
        ("const a = String(req.body.a); o[a]['x'] = 1", False),
    ],
)
def test_two_keys_from_outside_reach_prototypes(code: str, flagged: bool) -> None:
    assert ("prototype" in categories(f"exports.f = (req, res) => {{ {code} }};")) is flagged


@pytest.mark.parametrize("call", ["db.query('SELECT ' + req.query.q, (e, rows) => res.send(rows))"])
def test_what_a_database_answers_is_not_what_it_was_asked(call: str) -> None:
    code = f"const db = require('mysql').createPool({{}}); exports.f = (req, res) => {{ {call} }};"
    assert categories(code) & {"sql", "html"} == {"sql"}


def test_what_is_checked_under_the_same_words_is_checked() -> None:
    code = "exports.f = (req, res) => { if (!['/a'].includes(req.query.n)) return; res.redirect(req.query.n); };"
    assert "redirect" not in categories(code)
    assert "redirect" in categories(code.replace("redirect(req.query.n)", "redirect(req.query.m)"))


def test_the_origin_of_a_message_is_checked() -> None:
    code = "window.addEventListener('message', (e) => {\n  %s\n  document.body.innerHTML = e.data;\n});"
    assert "html" in categories(code % "")
    assert "html" not in categories(code % "if (e.origin !== 'https://example.com') return;")
