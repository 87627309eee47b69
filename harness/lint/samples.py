"""Complete small cards about a bank, for the samples of the rules; the parts that matter stand in each rule."""

from __future__ import annotations

_FRONT = """\
id: BANK-TRANSFER
verifies: [FR-003]
surface: terminal
tier: foundation"""
_BEFORE = """\
- Run `bank open alice --deposit 100`.
- Run `bank open bob`."""
_STEPS = """\
1. Run `bank transfer alice bob 30`.
   - It succeeds.
   - You see "Transferred 30.00 from alice to bob"."""
_BAD_INPUT = """\
1. Run `bank transfer alice bob 1000`.
   - It is refused.
   - You see "insufficient funds".
   - Nothing changed: `bank balance alice` still shows "70.00"."""
_TITLE = "Move money between two accounts"


def sample(
    *,
    front: str = _FRONT,
    title: str = _TITLE,
    introduction: str = "A customer moves money and sees both balances change.",
    before: str = _BEFORE,
    steps: str = _STEPS,
    bad_input: str | None = _BAD_INPUT,
) -> str:
    """A card whose other parts are right."""
    head = f"---\n{front.strip()}\n---\n# {title}\n\n{introduction}\n\n## Before you start\n{before.strip()}\n"
    body = f"\n## Steps\n{steps.strip()}\n" if steps.strip() else ""
    tail = "" if bad_input is None else f"\n## Bad input\n{bad_input.strip()}\n"
    return head + body + tail


KITCHEN_LOOP = """\
# User Test Card: Move money

## Steps

### Step 1: Move money
```bash
bank transfer alice bob 30
```
**Expected exit code:** 0
**Expected output contains:** "Transferred 30.00"
"""
