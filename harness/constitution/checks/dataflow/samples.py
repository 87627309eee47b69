"""The kind's own principles: those of GOOD work on their samples, each of BAD is refused or seen to be broken."""

from __future__ import annotations

GOOD = (
    """
## FLOW-001 Requests write no SQL

- **Level:** MUST
- **CWE:** CWE-89
- **Constraint:** What a request brings MUST NOT become part of an SQL statement.
- **Rationale:** whoever writes the statement reads the database

```yaml check
forbid:
  dataflow: sql
```

```python bad
import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.route("/accounts")
def accounts():
    name = request.args.get("name", "")
    query = "select * from account where owner = '%s'" % name
    return str(sqlite3.connect("bank.db").execute(query).fetchall())
```

```python bad
import sqlite3

from flask import Flask, request

app = Flask(__name__)


def ordered(column):
    return f"select * from account order by {column}"


@app.route("/accounts")
def accounts():
    db = sqlite3.connect("bank.db")
    return str(db.execute(ordered(request.args["by"])).fetchall())
```

```python good
import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.route("/accounts")
def accounts():
    name = request.args.get("name", "")
    rows = sqlite3.connect("bank.db").execute("select * from account where owner = ?", (name,))
    return str(rows.fetchall())
```

```python good
import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.route("/accounts")
def accounts():
    limit = int(request.args.get("limit", "20"))
    return str(sqlite3.connect("bank.db").execute(f"select * from account limit {limit}").fetchall())
```

```python good
import sqlite3

from flask import Flask, request

app = Flask(__name__)


@app.route("/accounts")
def accounts():
    column = request.args.get("by", "owner")
    if column not in ("owner", "balance"):
        column = "owner"
    return str(sqlite3.connect("bank.db").execute(f"select * from account order by {column}").fetchall())
```
""",
    """
## FLOW-002 Messages of the bus start no programs

- **Level:** MUST
- **CWE:** CWE-78
- **Constraint:** What the bus brings MUST NOT become part of a command.
- **Rationale:** every service may write to the bus

```yaml check
forbid:
  dataflow:
    category: command
    from: [stdlib]
    kinds: [network]
    sources: [{ pattern: bank.bus.receive(), kind: network, note: any service may send it }]
    sinks: [{ pattern: "bank.shell.run($COMMAND, $$$)", argument: COMMAND }]
    sanitizers: [bank.shell.quoted($TEXT)]
```

```python bad
from bank import bus, shell

message = bus.receive()
shell.run("print " + message)
```

```python bad
import os

from bank import bus


def work():
    for name in bus.receive().split():
        os.system("lpr " + name)
```

```python good
from bank import bus, shell

message = bus.receive()
shell.run("print " + shell.quoted(message))
```

```python good
from bank import shell

shell.run("print today")
```
""",
    """
## FLOW-003 No digest that is broken

- **Level:** SHOULD
- **CWE:** CWE-328
- **Constraint:** Passwords MUST NOT be digested with MD5.
- **Rationale:** it is guessed a billion times a second

```yaml check
forbid:
  dataflow:
    misuses: [{ pattern: "bank.digest($NAME, $$$)", if: { NAME: [md5, sha1] }, category: weak-hash }]
  note: use argon2
```

```python bad
import bank

ALGORITHM = "md5"


def stored(password):
    return bank.digest(ALGORITHM, password)
```

```python good
import bank


def stored(password):
    return bank.digest("argon2", password)
```
""",
)

BAD = (
    """
## FLOW-011 Nothing is forbidden

- **Level:** MUST
- **Constraint:** There MUST NOT be anything.
- **Rationale:** none

```yaml check
forbid:
  dataflow: { from: [flask] }
```

```python bad
pass
```
""",
    """
## FLOW-012 A category that is not known

- **Level:** MUST
- **Constraint:** There MUST NOT be any.
- **Rationale:** none

```yaml check
forbid:
  dataflow: { category: sqli }
```

```python bad
pass
```
""",
    """
## FLOW-013 A kind that is not known

- **Level:** MUST
- **Constraint:** There MUST NOT be any.
- **Rationale:** none

```yaml check
forbid:
  dataflow: { category: sql, kinds: [wire] }
```

```python bad
pass
```
""",
    """
## FLOW-014 Flows cannot be required

- **Level:** MUST
- **Constraint:** There MUST be one.
- **Rationale:** none

```yaml check
require:
  dataflow: sql
```

```python good
pass
```
""",
    """
## FLOW-015 A library that is not known

- **Level:** MUST
- **Constraint:** There MUST NOT be any.
- **Rationale:** none

```yaml check
forbid:
  dataflow: { category: sql, from: [flusk] }
```

```python bad
pass
```
""",
    """
## FLOW-016 An entry that cannot be read

- **Level:** MUST
- **Constraint:** There MUST NOT be any.
- **Rationale:** none

```yaml check
forbid:
  dataflow: { category: sql, sinks: ["db.run($SQL"] }
```

```python bad
pass
```
""",
    """
## FLOW-017 A check that flags what is right

- **Level:** MUST
- **Constraint:** What a request brings MUST NOT become part of an SQL statement.
- **Rationale:** none

```yaml check
forbid:
  dataflow:
    category: sql
    sinks: ["bank.find($NAME)"]
```

```python bad
import bank
from flask import request


def find():
    return bank.find(request.args["name"])
```

```python good
import bank
from flask import request


def find():
    return bank.find(request.args["name"].strip())
```
""",
    """
## FLOW-018 A check that misses its sample

- **Level:** MUST
- **Constraint:** What a request brings MUST NOT become part of an SQL statement.
- **Rationale:** none

```yaml check
forbid:
  dataflow: { category: sql, kinds: [environment] }
```

```python bad
import sqlite3

from flask import request


def find():
    return sqlite3.connect("a.db").execute(request.args["query"])
```
""",
)
