"""What the loop around a model costs at each turn, beside the model's own time and that of the tools."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import products
from benchmarks.many import environment
from benchmarks.measure import HARNESS, Figure, run
from tests.support.standin import Reply, Request, standin, tool_use

FEW, MANY = 5, 45
TIMES = 5
BOUND = 60.0

_CARD = """---
id: NOTE-BLIND
verifies: [FR-001]
surface: terminal
tier: foundation
---
# Look at the notes often

## Steps
{steps}
## Bad input
1. Run `note add`.
   - It is refused.
   - You see "a note needs a text".
   - Nothing changed: `note list` still shows "No notes".
"""


def measure(folder: Path) -> Iterator[Figure]:
    """Wall time of further turns, less what the recorder says that the tools took, per turn; the stand-in answers at once."""
    product = products.make("sh", folder, 0)
    few = median(overhead(product, folder, FEW) for _ in range(TIMES))
    many = median(overhead(product, folder, MANY) for _ in range(TIMES))
    each = (many - few) / (MANY - FEW) * 1000
    detail = f"{many:.2f} s in {MANY} turns against {few:.2f} s in {FEW}, tools left out, medians of {TIMES}"
    yield Figure("blind", "loop around a model, each turn", each, "ms", BOUND, detail)


def overhead(product: products.Product, folder: Path, turns: int) -> float:
    """Wall seconds of an attempt less those of its observations."""
    steps = "".join(f'{number}. Run `note list`.\n    - You see "No notes".\n' for number in range(1, turns))
    card = product.repository / "testcards" / "blind.md"
    card.parent.mkdir(exist_ok=True)
    card.write_text(_CARD.format(steps=steps))
    with standin(lambda request: at_once(request, turns)) as server:
        surroundings = {**os.environ, **environment(folder), **server.environment}
        arguments = ["run-cards", "--evaluator", "blind", "--report", "json", "--output", str(folder / "blind.json")]
        run([*HARNESS, *arguments], product.repository, surroundings)
    (one,) = json.loads((folder / "blind.json").read_text())["cards"]
    if one["state"] != "pass":
        raise SystemExit(f"the card did not pass: {one['reason']}")
    (attempt,) = one["attempts"]
    taken: float = attempt["seconds"] - sum(step["seconds"] for step in attempt["steps"])
    return taken


def at_once(request: Request, turns: int) -> Reply:
    """A person who never thinks."""
    if request.turn < turns - 1:
        return [tool_use("shell", command="note list")]
    if request.turn == turns - 1:
        return [tool_use("shell", command="note add")]
    return [tool_use("conclude", expectations=[])]
