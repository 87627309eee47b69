"""Of a constitution an edited file is checked by what is about its language, or about any."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.app.hook_planning import planned

TEXT = """# Rules

## RUN-001 Nothing is evaluated

- **Level:** MUST
- **Constraint:** Code MUST NOT evaluate text.
- **Rationale:** text is not code

```yaml check
forbid:
  - { language: python, pattern: eval($X) }
  - { language: javascript, pattern: eval($X) }
  - { language: typescript, pattern: eval($X) }
  - text: 'do-evaluate'
```

```python bad
eval(x)
```

```javascript bad
eval(x)
```

```typescript bad
eval(x)
```

```text bad
do-evaluate
```

## RUN-002 No debugger

- **Level:** MUST
- **Constraint:** Code MUST NOT call the debugger.
- **Rationale:** it stops the service

```yaml check
forbid: { language: python, pattern: breakpoint() }
```

```python bad
breakpoint()
```
"""


@pytest.mark.parametrize(
    ("path", "checks"),
    [
        ("a.py", {"RUN-001": 2, "RUN-002": 1}),
        ("a.js", {"RUN-001": 2}),
        ("a.tsx", {"RUN-001": 2}),
        ("a.txt", {"RUN-001": 1}),
    ],
)
def test_checks_of_other_languages_are_left_alone(tmp_path: Path, path: str, checks: dict[str, int]) -> None:
    (tmp_path / "constitutions").mkdir()
    (tmp_path / "constitutions" / "rules.md").write_text(TEXT)
    (tmp_path / "harness.toml").write_text("")
    plan = planned(tmp_path, None)
    assert {one.id: len(one.checks) for one in plan.about(path)} == checks
    kept = type(plan).model_validate_json(plan.model_dump_json(exclude_defaults=True))
    assert kept.about(path) == plan.about(path)
