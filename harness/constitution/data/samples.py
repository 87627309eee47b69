"""Principles that the check of data works for, and others that it refuses or does not flag; the check lies in ``checks``."""

from __future__ import annotations

GOOD = (
    """
## K8S-001 Containers do not run as root

- **Level:** MUST
- **CWE:** CWE-250
- **Applies to:** `deploy/**/*.yaml`
- **Constraint:** Every container MUST run as a user that is not root, and MUST NOT be privileged.
- **Rationale:** who breaks out of a container has the rights of its user

```yaml check
require:
  data: { each: "$..containers[*]", path: "@.securityContext.runAsNonRoot", equals: true }
forbid:
  data: { path: "$..securityContext.privileged", equals: true }
```

```yaml bad deploy/app.yaml
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
        - name: app
          securityContext: { runAsNonRoot: true }
        - name: sidecar
          securityContext: { privileged: yes }
```

```yaml good deploy/app.yaml
apiVersion: v1
kind: Service
spec: { ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
        - name: app
          securityContext: { runAsNonRoot: true, privileged: false }
```
""",
    """
## IMG-001 Images are small and safe

- **Level:** MUST
- **CWE:** CWE-250
- **Constraint:** The last stage of an image MUST name a user that is not root, and base images MUST be pinned by digest.
- **Rationale:** a tag may mean something else tomorrow

```yaml check
require:
  - data: { format: dockerfile, path: "$.stages[-1].USER[-1].text", matches: "^[1-9][0-9]*(:|$)" }
  - data:
      format: dockerfile
      each: "$.stages[?!search(@.base, '^scratch$')]"
      path: "@.base"
      matches: "@sha256:[0-9a-f]{64}$"
```

```dockerfile bad
FROM python:3.12
RUN pip install bank
USER root
```

```dockerfile good
FROM python:3.12@sha256:0123456789012345678901234567890123456789012345678901234567890123 AS build
RUN pip install \\
    bank
FROM scratch
COPY --from=build /bank /bank
USER 10001:10001
```
""",
    """
## CI-001 Workflows take what they are given

- **Level:** MUST
- **CWE:** CWE-829
- **Constraint:** Workflows MUST state their permissions, and MUST pin the actions of others by commit.
- **Rationale:** a tag can be moved to other code

```yaml check
require:
  - data: { format: workflow, path: "$.permissions" }
  - data:
      format: workflow
      each: "$..steps[?@.uses && !search(@.uses, '^[.]/')]"
      path: "@.uses"
      matches: "@[0-9a-f]{40}$"
forbid:
  - data: { format: workflow, path: "$.on['pull_request_target']" }
  - data: { format: workflow, path: "$.on", equals: pull_request_target }
  - data: { format: workflow, path: "$.on[*]", equals: pull_request_target }
```

```workflow bad
on: { pull_request_target: { branches: [main] } }
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
```

```workflow bad
on: pull_request_target
jobs: {}
```

```workflow bad
on: [push, pull_request_target]
jobs: {}
```

```workflow good
on: [push]
permissions: { contents: read }
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@0123456789012345678901234567890123456789 # v4
      - uses: ./.github/actions/own
      - run: make test
```
""",
    """
## MON-001 Every alert says how urgent it is

- **Level:** MUST
- **Applies to:** `monitoring/**/*.yml`
- **Constraint:** Every alert MUST have a severity of page or ticket, and a runbook.
- **Rationale:** an alert that nobody knows what to do about is ignored

```yaml check
require:
  - data:
      path: "$.groups[*].rules[?@.alert].labels.severity"
      one-of: [page, ticket]
  - data: { path: "$.groups[*].rules[?@.alert].annotations.runbook", matches: "^https://" }
```

```yaml bad monitoring/api.yml
groups:
  - name: api
    rules:
      - record: job:errors:rate5m
        expr: rate(errors[5m])
      - alert: ErrorsHigh
        expr: job:errors:rate5m > 1
        labels: { severity: high }
```

```yaml good monitoring/api.yml
groups:
  - name: api
    rules:
      - record: job:errors:rate5m
        expr: rate(errors[5m])
      - alert: ErrorsHigh
        expr: job:errors:rate5m > 1
        labels: { severity: page }
        annotations: { runbook: "https://runbooks.example/errors" }
```
""",
    """
## API-001 Every operation is secured

- **Level:** MUST
- **CWE:** CWE-306
- **Applies to:** `openapi.{yaml,json}`
- **Constraint:** Every operation MUST name its security requirements.
- **Rationale:** what is open by omission stays open

```yaml check
require:
  data:
    each: "$.paths.*['get', 'put', 'post', 'patch', 'delete']"
    path: "@.security"
    schema: { type: array, minItems: 1, items: { type: object, minProperties: 1 } }
```

```yaml bad openapi.yaml
openapi: 3.1.0
paths:
  /accounts:
    parameters: []
    get: { security: [{ oauth: [read] }] }
    post: { summary: Open an account }
```

```json good openapi.json
{"openapi": "3.1.0", "paths": {"/accounts": {"get": {"security": [{"oauth": ["read"]}]}}}}
```
""",
    """
## SPC-001 Specifications say where they stand

- **Level:** SHOULD
- **Applies to:** `specs/**/*.md`
- **Constraint:** A specification SHOULD state its status and its owner.
- **Rationale:** nobody should build on a draft without knowing

```yaml check
require:
  - data: { format: front-matter, path: $.status, one-of: [draft, accepted, retired] }
  - data: { format: front-matter, path: $.owner }
```

```markdown bad specs/transfer.md
# Transfers
```

```markdown good specs/transfer.md
---
status: accepted
owner: payments
---
# Transfers
```
""",
    """
## CFG-001 Settings of production are safe

- **Level:** MUST
- **CWE:** CWE-489
- **Constraint:** Debugging MUST be off, and sessions MUST end within an hour.
- **Rationale:** what helps to debug helps to attack

```yaml check
forbid:
  data: { path: $.DEBUG, matches: "(?i)^(1|true|yes|on)$" }
require:
  data: { files: ["*.toml"], path: $.session.seconds, above: 0, below: 3601 }
```

```env bad deploy/production.env
DEBUG=True
```

```toml bad deploy/production.toml
[session]
seconds = 86_400
```

```toml good deploy/production.toml
DEBUG = false
[session]
seconds = 900
```
""",
)
_BAD = """
## DAT-001 Three replicas

- **Level:** MUST
- **Constraint:** There MUST be three replicas or more.
- **Rationale:** machines fail

```yaml check
{check}
```

```yaml bad deploy/app.yaml
spec: {{ replicas: 1 }}
```

```yaml good deploy/app.yaml
spec: {{ replicas: 3 }}
```
"""
BAD = tuple(
    _BAD.format(check=check)
    for check in (
        'require: { data: { path: "spec.replicas", above: 2 } }',
        'require: { data: { path: "$.spec.replicas", matches: "(?=3)" } }',
        'require: { data: { path: "$.spec.replicas", schema: { type: whole } } }',
        'require: { data: { path: "$.spec.replica", above: 2 } }',
        'forbid: { data: { path: "$.spec.replicas", below: 1 } }',
        "require: { data: {} }",
    )
)
