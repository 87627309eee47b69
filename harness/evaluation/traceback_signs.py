"""How a crash looks in what a product shows, language by language, each with samples; what follows lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.phrasebook import regex


@dataclass(frozen=True)
class Sign:
    """One kind of crash report. ``mark`` is how a card names it; ``pattern`` is RE2 over the whole output.

    ``good`` are harmless texts that look alike, ``bad`` are the real thing.
    """

    name: str
    mark: str
    pattern: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


@dataclass(frozen=True)
class Trace:
    """A crash report found, and how it begins."""

    sign: Sign
    excerpt: str


def find_trace(texts: Iterable[str]) -> Trace | None:
    """The first crash report in any of the texts, which are free of terminal control sequences."""
    for text in texts:
        for sign in SIGNS:
            if found := regex.compile(sign.pattern).search(text):
                return Trace(sign, (found.group() or "").strip())
    return None


SIGNS = (
    Sign(
        name="Python",
        mark="Traceback (most recent call last)",
        pattern=r"Traceback \(most recent call last\):(?:\r?\n|\\n)[\s|]*File \\?(?:\"|&quot;|&#34;)[^\n]+, line \d+",
        good=(
            "--debug  show the Traceback (most recent call last): of an error",
            "Traceback (most recent call last): hidden, use --debug",
        ),
        bad=(
            'Traceback (most recent call last):\n  File "/product/bank.py", line 3, in <module>\nKeyError: 1',
            '  + Exception Group Traceback (most recent call last):\n  |   File "a.py", line 3, in <module>',
            '{"error": "Traceback (most recent call last):\\n  File \\"a.py\\", line 1"}',
        ),
    ),
    Sign(
        name="Python",
        mark="SyntaxError",
        pattern=r'(?m)^ *File "[^"\n]+", line \d+\n(?:[^\n]*\n){1,3}?(?:SyntaxError|IndentationError|TabError): ',
        good=('File "notes.txt", line 3\nis too long\n', "SyntaxError: expected a number"),
        bad=('  File "a.py", line 1\n    def (\n        ^\nSyntaxError: invalid syntax\n',),
    ),
    Sign(
        name="Java",
        mark="Exception in thread",
        pattern=r'(?m)^Exception in thread "[^"\n]*" [\w.$]+',
        good=("An exception in thread pools is reported", 'an "Exception in thread" line'),
        bad=('Exception in thread "main" java.lang.NullPointerException\n\tat Bank.main(Bank.java:3)\n',),
    ),
    Sign(
        name="Java",
        mark=".java:",
        pattern=r"(?m)^(?:Caused by: )?[\w$]+(?:\.[\w$]+)+(?:Exception|Error)\b[^\n]*\n\s+at [\w.$<>/@]+\([^)\n]*\)",
        good=("java.io.IOException is explained at https://example.org(1)", "bank.AccountError: no such account\n"),
        bad=(
            "java.lang.IllegalStateException: no\n\tat bank.Main.run(Main.java:12)\n",
            "Caused by: bank.LedgerError: x\n    at bank.Main.run(Main.java:12)\n",
        ),
    ),
    Sign(
        name="JavaScript",
        mark=".js:",
        pattern=r"(?m)^(?:Uncaught )?[\w$.]*(?:Error|Exception)\b[^\n]*\n(?:[^\n]*\n){0,3}?\s+at [^\n]+:\d+:\d+\)?",
        good=("Error: no such account\n  at least one is needed\n", "Error: meet at 10:30:00"),
        bad=(
            "TypeError: x is not a function\n    at main (/product/bank.js:3:5)\n    at node:internal/main:1:2\n",
            "Error: boom\n    at file:///product/bank.mjs:1:7\n",
        ),
    ),
    Sign(
        name="Go",
        mark="goroutine",
        pattern=r"(?m)^(?:panic|fatal error): [^\n]+\n(?:[^\n]*\n){0,6}?goroutine \d+ \[[^\]\n]+\]:",
        good=("panic: do not\nkeep calm\n", "each goroutine 1 [of 4]: waits"),
        bad=(
            "panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n",
            "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\n",
        ),
    ),
    Sign(
        name="Rust",
        mark="panicked at",
        pattern=r"(?m)^thread '[^'\n]*' (?:\(\d+\) )?panicked at ",
        good=("nobody panicked at the bank", "thread 'main' finished"),
        bad=(
            "thread 'main' panicked at src/main.rs:2:5:\nboom\n",
            "thread '<unnamed>' (42) panicked at 'boom', src/main.rs:2:5\n",
        ),
    ),
    Sign(
        name="Ruby",
        mark=".rb:",
        pattern=r"(?m)^\S+\.rb:\d+:in [`'][^\n]+: [^\n]+ \([A-Z]\w*(?:::\w+)*\)\s*$",
        good=("bank.rb:3:in the ledger", "see bank.rb:3: a note (Important)"),
        bad=(
            "bank.rb:1:in `<main>': undefined method `x' for nil (NoMethodError)\n",
            "bank.rb:1:in 'Integer#/': divided by 0 (ZeroDivisionError)\n",
        ),
    ),
    Sign(
        name="PHP",
        mark="Fatal error",
        pattern=r"(?:Fatal|Parse) error(?:</b>)?: +[^\n]+ in (?:<b>)?\S+?(?:</b>)?(?: on line (?:<b>)?\d+|:\d+)",
        good=("Fatal error: the ledger is closed", "Parse error: expected a number in line 3"),
        bad=(
            "PHP Fatal error:  Uncaught Error: boom in /product/bank.php:3\nStack trace:\n",
            "<b>Fatal error</b>:  Uncaught Error in <b>/product/bank.php</b> on line <b>3</b>",
            "PHP Parse error:  syntax error, unexpected end of file in bank.php on line 9",
        ),
    ),
    Sign(
        name=".NET",
        mark="Unhandled exception",
        pattern=r"(?m)^Unhandled exception[.:] (?:[\w]+\.)*\w*(?:Exception|Error)\b",
        good=("Unhandled exceptions are reported by mail", "Unhandled exception. Please call us."),
        bad=(
            "Unhandled exception. System.InvalidOperationException: boom\n   at Bank.Main() in /src/Bank.cs:line 3\n",
        ),
    ),
    Sign(
        name=".NET",
        mark=".cs:",
        pattern=r"(?m)^[\w.]+(?:Exception|Error)\b[^\n]*\n\s+at [\w.<>`\[\],+]+\([^)\n]*\)(?: in [^\n]+:line \d+)?\s*$",
        good=("System.Exception is thrown\nat midnight\n",),
        bad=("System.InvalidOperationException: boom\n   at Bank.Ledger.Post(Decimal amount) in /src/L.cs:line 3\n",),
    ),
    Sign(
        name="a C program",
        mark="(core dumped)",
        pattern=(
            r"(?:Aborted|Segmentation fault|Bus error|Illegal instruction|Floating point exception) +"
            r"\(core dumped\)"
        ),
        good=("Aborted!", "Segmentation fault lines are geology", "Aborted\n"),
        bad=("Segmentation fault (core dumped)\n", "bash: line 1: 42 Aborted                 (core dumped) bank"),
    ),
    Sign(
        name="a C program",
        mark="Segmentation fault",
        pattern=r"(?m)^(?:[^\n]*: line \d+: +\d+ )?Segmentation fault(?:\s*$| {2,})",
        good=("a Segmentation fault is a crash", "Segmentation fault: what it is"),
        bad=("Segmentation fault\n", "bash: line 1:    42 Segmentation fault      bank list\n"),
    ),
    Sign(
        name="a C or C++ program",
        mark="*** stack smashing",
        pattern=r"(?m)^\*\*\* (?:stack smashing|buffer overflow) detected \*\*\*",
        good=("*** Welcome ***",),
        bad=("*** stack smashing detected ***: terminated\n",),
    ),
    Sign(
        name="a C or C++ program",
        mark="free()",
        pattern=r"(?m)^(?:double free or corruption|free\(\): |malloc\(\): |corrupted size vs\. prev_size)",
        good=("the malloc() call is free() of charge", "free delivery"),
        bad=("free(): invalid pointer\n", "double free or corruption (out)\n"),
    ),
    Sign(
        name="a C++ program",
        mark="terminate called",
        pattern=r"(?m)^terminate called (?:after throwing an instance of|without an active exception)",
        good=("terminate called contracts with care",),
        bad=("terminate called after throwing an instance of 'std::out_of_range'\n",),
    ),
    Sign(
        name="a C or C++ program",
        mark="Assertion `",
        pattern=r"(?m)^\S+: [^\n]+:\d+: [^\n]+: Assertion [`'][^\n]+' failed\.",
        good=("an assertion failed.", "Assertion `amount > 0' failed."),
        bad=("bank: ledger.c:12: post: Assertion `amount > 0' failed.\n",),
    ),
    Sign(
        name="a sanitizer",
        mark="Sanitizer: ",
        pattern=r"(?m)^==\d+==ERROR: \w+Sanitizer: ",
        good=("Hand Sanitizer: 2.50",),
        bad=("==12==ERROR: AddressSanitizer: heap-use-after-free\n",),
    ),
    Sign(
        name="a sanitizer",
        mark="runtime error: ",
        pattern=r"(?m)^[^\s:]+:\d+:\d+: runtime error: ",
        good=("runtime error: none",),
        bad=("a.c:3:5: runtime error: signed integer overflow\n",),
    ),
    Sign(
        name="Elixir",
        mark="** (",
        pattern=r"(?m)^\*\* \((?:EXIT|\w+(?:\.\w+)*Error)[^)\n]*\) [^\n]*\n\s+\([^)\n]+\) [^\n]+:\d+:",
        good=("** (note) see below\n",),
        bad=("** (RuntimeError) boom\n    (bank 0.1.0) lib/bank.ex:3: Bank.main/1\n",),
    ),
)
"""Every sign, found in this order."""
