"""Principles with structural checks: those that work on their own samples, and those that do not."""

from __future__ import annotations

GOOD = (
    """
## SEC-002 Parameterised SQL

- **Level:** MUST
- **CWE:** CWE-89
- **Constraint:** Queries MUST use bound parameters.
- **Rationale:** a query built from input lets the input rewrite the query

```yaml check
forbid:
  language: python
  any:
    - pattern: $DB.execute(f"$$$")
    - pattern: $DB.execute($A % $B)
require:
  language: python
  at-least-one: { pattern: "$DB.execute($SQL, $PARAMS)" }
```

```python bad
def find(db, id):
    db.execute(f"select * from t where id = {id}")
```

```python good
def find(db, id):
    db.execute("select * from t where id = ?", (id,))
```
""",
    """
## SEC-010 No shell

- **Level:** MUST
- **CWE:** CWE-78
- **Constraint:** Programs MUST NOT be started by a shell.
- **Rationale:** a shell reads more out of an argument than was meant

```yaml check
forbid:
  language: python
  pattern: subprocess.$CALL($COMMAND, shell=True)
  constraints:
    CALL: { regex: "^(run|call|Popen)$" }
  fix: subprocess.$CALL($COMMAND)
  note: pass the program and its arguments as a list
```

```python bad
subprocess.run(command, shell=True)
```

```python good
subprocess.run(command)
subprocess.other(command, shell=True)
```
""",
    """
## SEC-011 Owners only

- **Level:** MUST
- **CWE:** CWE-862
- **Constraint:** Money MUST be withdrawn only after its owner was asked for, and in a transaction.
- **Rationale:** the number of an account is no secret

```yaml check
require:
  - language: python
    everywhere: { pattern: "withdraw($ACCOUNT, $$$)" }
    before: { pattern: "require_owner($ACCOUNT)" }
  - language: python
    everywhere: { pattern: "withdraw($$$)" }
    within: { kind: with_statement, has: { pattern: "transaction($$$)" } }
```

```python bad
def pay(mine, yours, amount):
    require_owner(yours)
    withdraw(mine, amount)
```

```python good
def pay(mine, yours, amount):
    require_owner(mine)
    with transaction():
        withdraw(mine, amount)
```
""",
    """
## API-001 Handlers check their callers

- **Level:** MUST
- **CWE:** CWE-306
- **Constraint:** Every handler MUST check its caller.
- **Rationale:** a handler that nobody guards is found

```yaml check
require:
  language: typescript
  everywhere: { kind: method_definition, has: { field: name, regex: "^handle" } }
  must: { has: { pattern: "this.authenticate($$$)" } }
```

```typescript bad
class Api {
  handlePay(request: Request): void {
    pay(request)
  }
}
```

```typescript good
class Api {
  handlePay(request: Request): void {
    if (this.authenticate(request)) {
      pay(request)
    }
  }
}
```
""",
    """
## K8S-001 No privileged containers

- **Level:** MUST
- **CWE:** CWE-250
- **Applies to:** `deploy/*.yaml`
- **Constraint:** Containers MUST NOT be privileged.
- **Rationale:** who breaks out of one owns the machine

```yaml check
forbid:
  language: yaml
  kind: block_mapping_pair
  matches: privileged
  utils:
    privileged: { pattern: "privileged: true" }
```

```yaml bad deploy/app.yaml
securityContext:
  privileged: true
```

```yaml good deploy/app.yaml
securityContext:
  privileged: false
```
""",
)
_BAD = """
## PAT-001 No evaluation

- **Level:** MUST
- **Constraint:** Code MUST NOT be evaluated.
- **Rationale:** it may be anybody's

```yaml check
{check}
```

```python bad
def run(code):
    eval(code)
```

```python good
def run(code):
    literal_eval(code)
```
"""
BAD = tuple(
    _BAD.format(check=check)
    for check in (
        "forbid: { language: pyhton, pattern: eval($$$) }",
        "forbid: { language: cobol, pattern: eval($$$) }",
        "forbid: { language: python, patern: eval($$$) }",
        "forbid: { language: python }",
        "forbid: { language: python, pattern: [eval($$$)] }",
        "forbid: { language: python, any: [] }",
        "forbid: { language: python, pattern: 'eval($$$)', at-least-one: { pattern: print($$$) } }",
        "forbid: { language: python, pattern: eval($X), constraints: { Y: { regex: x } } }",
        "forbid: { language: python, pattern: eval($X), safe: true }",
        "forbid: { language: python, pattern: eval($X), inside: { patern: x } }",
        "forbid: { language: python, kind: no_such_kind }",
        "forbid: { language: python, kind: identifier, regex: '(' }",
        "forbid: { language: python, pattern: 'eval($X' }",
        "forbid: { language: python, pattern: exec($$$) }",
        "forbid: { language: python, kind: call }",
        "forbid: { language: javascript, pattern: eval($$$) }",
        "require: { language: python, pattern: eval($$$) }",
        "require: { language: python, everywhere: { pattern: eval($$$) } }",
        "require: { language: python, at-least-one: { pattern: literal_eval($$$) }, must: { kind: call } }",
        "require: { language: python, at-least-one: { pattern: run($$$) } }",
    )
)
