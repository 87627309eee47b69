"""Values in JSON, YAML, TOML, ``.env``, Dockerfiles, workflows and front matter, chosen by a path; code is for other kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from harness.constitution._forms import Form, noted, refuse_quantifiers
from harness.constitution.data.formats import Format, format_of, is_format, read_contents
from harness.constitution.data.path_reading import PathError
from harness.constitution.data.questions import Question
from harness.constitution.data.tree import Contents, DataError
from harness.constitution.globs import Globs
from harness.constitution.kinds import Doubtful, Job, Match, Quantifier, Scope, Seen, read_options, refuse
from harness.domain.findings import DoubtKind, Role
from harness.domain.principles import CheckSpec, Use
from harness.errors import HarnessError
from harness.ports.sources import SourceFile, Tools

SCOPE = Scope.FILE
PATH_MATTERS = True  # the name of a file says how to read it
MOST_MATCHES = 1000
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


class DataCheck(Form):
    """A check of this kind as written."""

    data: Question


def read(spec: CheckSpec) -> DataCheck:
    """The check. Raises DocumentError, also for paths, patterns and schemas that cannot be used."""
    check = read_options(DataCheck, spec)
    refuse_quantifiers(spec, check)
    if spec.use is Use.FORBID and check.data.exists is False:
        raise refuse(spec, "that something is missing cannot be forbidden", "require it: `exists: true`")
    try:
        check.data.check()
    except PathError as error:
        hint = "write it as RFC 9535 says: `$.spec.containers[*].image`"
        raise refuse(spec, f"the path cannot be used: {error}", hint) from None
    except ValueError as error:
        raise refuse(spec, str(error), "see `data` in docs/constitution.md") from None
    return check


def quantifier(use: Use, options: DataCheck) -> Quantifier:
    """What is required must be so everywhere, unless one place is said to be enough."""
    return options.quantifier(use, Quantifier.EVERYWHERE)


def looks_at(options: DataCheck, path: str) -> bool:
    """Files of the format, told by their names, or those that ``files`` names."""
    question = options.data
    if question.files:
        return Globs(question.files).match(path)
    found = format_of(path)
    return is_format(found, question.format) if question.format else found is not None


def scan(jobs: Sequence[Job[DataCheck]], files: Sequence[SourceFile], tools: Tools) -> Iterator[Seen]:
    """What each job sees in each file; a file that cannot be read as its format is in doubt."""
    for file in files:
        contents: dict[Format, Contents | DataError] = {}
        for job in jobs:
            if looks_at(job.options, file.path):
                yield from _seen(job, file, contents)


def _seen(job: Job[DataCheck], file: SourceFile, known: dict[Format, Contents | DataError]) -> Iterator[Seen]:
    format = _format(job.options.data, file.path)
    if format is None:
        reason = "its name does not tell its format; name it with `format`"
        yield Doubtful(job.key, DoubtKind.UNPARSABLE, reason, file.path)
        return
    if format not in known:
        known[format] = _contents(format, file)
    contents = known[format]
    if isinstance(contents, DataError):
        yield Doubtful(job.key, DoubtKind.UNPARSABLE, contents.reason, file.path, contents.line)
        return
    try:
        yield from islice(_matches(job, file.path, contents), MOST_MATCHES)
    except HarnessError as error:
        yield Doubtful(job.key, DoubtKind.TOOL, f"{error.what}; {error.hint}", file.path)
    except ValueError as error:
        yield Doubtful(job.key, DoubtKind.BROKEN_CHECK, str(error), file.path)


def _format(question: Question, path: str) -> Format | None:
    found = format_of(path)
    return found if question.format is None or is_format(found, question.format) else question.format


def _contents(format: Format, file: SourceFile) -> Contents | DataError:
    try:
        return read_contents(format, file.data)
    except DataError as error:
        return error


def _matches(job: Job[DataCheck], path: str, contents: Contents) -> Iterator[Match]:
    question, note, span = job.options.data, job.options.note, contents.source.span
    documents = [document for document in contents.documents if question.concerns(document)]
    if job.spec.use is Use.FORBID:
        for item in (item for document in documents for item in question.meeting(document)):
            yield Match(job.key, Role.VIOLATES, path, *span(item), note)
        return
    if not contents.documents and not question.when and not question.each:
        yield Match(job.key, Role.VIOLATES, path, note=noted("it is empty", note))
    for answer in (answer for document in documents for answer in question.answers(document)):
        if not answer.reason:
            yield Match(job.key, Role.ENFORCES, path, *span(answer.item), note)
        elif job.quantifier is Quantifier.EVERYWHERE:
            yield Match(job.key, Role.VIOLATES, path, *span(answer.item), noted(answer.reason, note))
