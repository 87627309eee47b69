"""The constitution that the samples of rules vary; the rules themselves lie beside it."""

from __future__ import annotations

VERSION = "Version 1.0.0 · ratified 2026-11-20"
CONSTRAINT = "Database queries MUST use bound parameters; they MUST NOT be built from strings."
RATIONALE = "- **Rationale:** a query built from input lets the input rewrite the query"
CHECK = """
```yaml check
forbid:
  language: python
  pattern: $DB.execute(f"$$$")
```
"""
BAD = """
```python bad
db.execute(f"select * from t where id = {user_id}")
```
"""
GOOD = """
```python good
db.execute("select * from t where id = ?", (user_id,))
```
"""


def document(
    *,
    title: str = "Web service constitution",
    version: str = VERSION,
    level: str = "MUST",
    constraint: str = CONSTRAINT,
    rationale: str = RATIONALE,
    more: str = "",
    checks: str = CHECK,
    bad: str = BAD,
    good: str = GOOD,
) -> str:
    """A constitution of one principle, with parts of it replaced."""
    fields = [
        "- **CWE:** CWE-89",
        "- **Applies to:** `src/**/*.py`",
        f"- **Constraint:** {constraint}",
        rationale,
        more,
    ]
    lines = "\n".join([f"- **Level:** {level}", *filter(None, fields)])
    blocks = "".join([checks, bad, good])
    head = "\n\n".join(filter(None, [f"# {title}", version, "## SEC-002 Parameterised SQL"]))
    return f"{head}\n\n{lines}\n{blocks}"
