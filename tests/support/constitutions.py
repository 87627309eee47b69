"""Projects with a constitution, for tests that run commands on them."""

from __future__ import annotations

from pathlib import Path

from harness.constitution.document_samples import document

CHECK = r"""
```yaml check
forbid:
  text: '\beval\('
```
"""
BAD = "\n```python bad\neval(x)\n```\n"
GOOD = "\n```python good\nliteral_eval(x)\n```\n"


def constitution(
    id_: str = "SEC-001", constraint: str = "Code MUST NOT call `eval`.", extends: str = "", **parts: str
) -> str:
    """A constitution of one principle, whose check needs no program."""
    front = f"---\nextends: {extends}\n---\n" if extends else ""
    parts = {"checks": CHECK, "bad": BAD, "good": GOOD, **parts}
    text = document(constraint=constraint, **parts)
    return front + text.replace("## SEC-002 Parameterised SQL", f"## {id_} No eval")


def write(root: Path, **documents: str) -> None:
    """Write constitutions by their names."""
    for name, text in documents.items():
        write_at(root, f"constitutions/{name}.md", text)


def write_at(root: Path, name: str, text: str) -> None:
    """Write one file, with the folders above it."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
