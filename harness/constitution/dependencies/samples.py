"""Principles that the check of dependencies works for, and others that it refuses or does not flag; it lies in ``checks``."""

from __future__ import annotations

GOOD = (
    """
## DEP-001 No packages that are known to be bad

- **Level:** MUST
- **CWE:** CWE-1395
- **Constraint:** The project MUST NOT depend on packages that are known to be bad.
- **Rationale:** what they do, the service does

```yaml check
forbid:
  - dependency: { name: [pycrypto, "evil-*"] }
  - dependency: { name: urllib3, version: "<2.5", ecosystem: pypi }
```

```toml bad pyproject.toml
[project]
name = "bank"
dependencies = ["PyCrypto", "urllib3>=1.26"]
```

```toml good pyproject.toml
[project]
name = "bank"
dependencies = ["cryptography>=44", "urllib3>=2.5,<3"]
```

```json good package.json
{"dependencies": {"urllib3": "1.0.0"}}
```
""",
    """
## DEP-002 Versions are fixed

- **Level:** SHOULD
- **Applies to:** `requirements*.txt`
- **Constraint:** Requirements SHOULD name one version.
- **Rationale:** what was tested is what runs

```yaml check
require:
  dependency: { pinned: true }
```

```text bad requirements.txt
flask==3.1.0
requests>=2
```

```text good requirements.txt
flask==3.1.0 --hash=sha256:0123
requests == 2.32.4 ; python_version >= "3.11"
```
""",
    """
## DEP-003 Passwords are hashed by argon2

- **Level:** MUST
- **CWE:** CWE-916
- **Constraint:** The project MUST depend on argon2-cffi 23 or later.
- **Rationale:** older ones have weak defaults

```yaml check
require:
  dependency: { name: argon2-cffi, version: ">=23" }
```

```text bad requirements.txt
argon2-cffi>=20
```

```text good requirements.txt
argon2_cffi~=25.1
```
""",
    """
## DEP-004 Licences that we may use

- **Level:** MUST
- **Constraint:** Packages MUST be under a licence that we accept.
- **Rationale:** others would bind our own code

```yaml check
require:
  dependency: { licence: [MIT, Apache-2.0, BSD-3-Clause] }
forbid:
  dependency: { licence: AGPL-3.0 }
```

```json bad package-lock.json
{"packages": {"node_modules/a": {"version": "1.0.0", "license": "AGPL-3.0-only"}}}
```

```json good package-lock.json
{"packages": {"node_modules/a": {"version": "1.0.0", "license": "(MIT OR GPL-2.0-only)"}}}
```
""",
)
_BAD = """
## DEP-009 No pycrypto

- **Level:** MUST
- **Constraint:** The project MUST NOT depend on pycrypto.
- **Rationale:** nobody mends it

```yaml check
{check}
```

```text bad requirements.txt
pycrypto==2.6.1
```

```text good requirements.txt
cryptography==45.0.0
```
"""
BAD = tuple(
    _BAD.format(check=check)
    for check in (
        "forbid: { dependency: { name: pycryto } }",
        "forbid: { dependency: { name: pycrypto, version: '>2.6.1' } }",
        "forbid: { dependency: { name: pycrypto, version: latest } }",
        "forbid: { dependency: { name: '*' } }",
        "forbid: { dependency: { licence: AGPL-3.0 } }",
        "require: { dependency: { name: pycrypto } }",
        "forbid: { dependency: { list: constitutions/nowhere.txt } }",
    )
)
