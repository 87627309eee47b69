"""Whatever an evaluator makes up by its own hands is no evidence of the product, however it came before it."""

from __future__ import annotations

from typing import Any

import pytest

from harness.domain.verdicts import Cause, Verdict
from tests.evaluation.blind.attacks import ORIGIN, Outcome, Scene, attack, card_of, holds, one_step, page_of, touched
from tests.support.models import conclude, shell, step
from tests.support.sessions import answered, shown

SAVED = card_of("1. Save the report.\n   - The product says that it was saved.\n")
LINE = 11


def undecided(outcome: Outcome) -> bool:
    return (outcome.attempt.verdict, outcome.attempt.cause) == (Verdict.INCONCLUSIVE, Cause.EVALUATOR)


def saved(commands: list[str], answers: dict[str, Any], quote: str, files: dict[str, str] | None = None) -> Outcome:
    """The card carried out by these commands, the last of which is quoted."""
    script = one_step([shell(one) for one in commands], holds(LINE, quote=quote))
    return attack(SAVED, script, Scene(answers, files=files or {}))


def test_what_the_product_says_by_itself_is_evidence() -> None:
    outcome = saved(["bank save"], {"bank save": shown("Report was saved\n")}, "Report was saved")
    assert outcome.attempt.verdict is Verdict.PASS, outcome.attempt.reason


@pytest.mark.parametrize(
    "command",
    [
        "bank save; echo Report was saved",
        "bank save && printf 'Report was saved'",
        "bank save || echo Report was saved",
        "bank save & echo Report was saved",
        "bank save\necho Report was saved",
        "bank save | sed 's/.*/Report was saved/'",
        "bank save | awk '{print \"Report was saved\"}'",
        "bank save | tr a-z b-za",
        "bank save | tee x | cat - y",
        "bank save | grep -f mine.txt",
        "bank save | grep -o Report",
        "bank save | cut -d, --output-delimiter=' was saved' -f1",
        "bank save | sort - mine.txt",
        "bank save | head -5 mine.txt",
        "bank save | xargs -I{} echo Report was saved",
        "bank save $(echo Report was saved >&2)",
        "bank save `echo Report was saved`",
        'bank save "$(cat mine.txt)"',
        "bank save <(echo Report)",
        "bank save > /dev/null; cat mine.txt",
        "X='Report was saved' bank save",
        "env bank save",
        "bash -c 'bank save; echo Report was saved'",
        "sh mine.sh",
        "eval bank save",
        "(bank save; echo Report was saved)",
        "{ bank save; echo Report was saved; }",
        "! bank save",
        "bank save # Report was saved",
        "./bank save",
        "/home/user/bank save",
        "function bank { echo Report was saved; }; bank save",
        "alias bank=echo; bank save",
        "export PATH=$HOME/bin:$PATH; bank save",
        "export BASH_ENV=x; bank save | cat",
        "unset x; bank save",
        "bank save | jq -n '\"Report was saved\"'",
        "curl http://127.0.0.1:9000/",
        "python3 -c \"print('Report', 'was', 'saved')\"",
        "base64 -d mine.txt",
        "rev mine.txt",
        "printf '%s %s' 'Report was' saved",
        "printf 'Report \\x77as saved'",
        "echo -e 'Report \\x77as saved'",
    ],
)
def test_a_line_in_which_somebody_else_could_speak_is_not_the_product(command: str) -> None:
    assert undecided(saved([command], {command: shown("Report was saved\n")}, "Report was saved")), command


@pytest.mark.parametrize(
    "first",
    [
        "python3 -c \"open('report.txt','w').write('Report'+' was saved')\"",
        "echo UmVwb3J0 | base64 -d > report.txt",
        "sed -i s/a/b/ report.txt",
        "export PATH=/home/user/bin:/usr/bin",
        "source mine.sh",
        ". ./mine.sh",
        "nohup sh -c 'sleep 1; echo x' &",
        "ln -s /bin/echo grep",
        "chmod +x grep",
        "cat part1 part2 > report.txt",
        "printf 'Repo' >> report.txt",
        "printf 'Repo%s' 'rt' > report.txt",
        "cut -c1-3 a > b",
        "git init",
        "sqlite3 bank.db 'update t set x=1'",
    ],
)
def test_what_could_have_prepared_the_answer_is_named_though_the_product_gave_it(first: str) -> None:
    outcome = saved([first, "bank save"], {"bank save": shown("Report was saved\n")}, "Report was saved")
    assert undecided(outcome), first
    assert "the evaluator ran" in outcome.attempt.reason


@pytest.mark.parametrize("path", ["bank.db", ".bank.json", "~/.config/bank", "data/../bank.db"])
@pytest.mark.parametrize("how", ["echo '{{}}' > {path}", "cp mine.json {path}", "rm {path}", "touch {path}"])
def test_writing_to_what_the_evaluator_has_not_made_is_named(path: str, how: str) -> None:
    command = how.format(path=path).replace("{}", "x")
    outcome = saved(
        [command, "bank save"], {"bank save": shown("Report was saved\n")}, "Report was saved", {"bank.db": ""}
    )
    assert undecided(outcome), command


def test_files_that_the_evaluator_made_itself_it_may_write_again() -> None:
    commands = ["echo 'a,1' > in.csv", "echo 'b,2' >> in.csv", "ls -l | head -3", "bank save"]
    script = one_step([shell(one) for one in commands], holds(LINE, quote="Report was saved", observation="o5"))
    outcome = attack(SAVED, script, Scene({"bank save": shown("Report was saved\n")}))
    assert outcome.attempt.verdict is Verdict.PASS, outcome.attempt.reason


def test_looking_around_is_free() -> None:
    commands = ["pwd", "echo $?", "ls -la ~", "bank save", "which bank", "cd notes && cat a.txt | head"]
    script = one_step([shell(one) for one in commands], holds(LINE, quote="Report was saved", observation="o4"))
    outcome = attack(SAVED, script, Scene({"bank save": shown("Report was saved\n")}))
    assert outcome.attempt.verdict is Verdict.PASS, outcome.attempt.reason


@pytest.mark.parametrize(
    ("command", "quote"),
    [
        ("bank save 'Report was saved'", "Report was saved"),
        ("bank save Report' was 'saved", "Report was saved"),
        ("bank save 'REPORT WAS SAVED'", "Report was saved"),
        ("bank save 'Report was' saved", "Report ... saved"),
        ("bank save Report; bank save was saved", "Report was saved"),
    ],
)
def test_a_product_that_only_echoes_proves_nothing(command: str, quote: str) -> None:
    script = one_step([shell(one) for one in command.split("; ")], holds(LINE, quote=quote))
    answers = {one: shown("Report was saved\n") for one in command.split("; ")}
    assert undecided(attack(SAVED, script, Scene(answers)))


WEB = card_of("1. Save the report.\n   - The product says that it was saved.\n", "http")


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "GET", "path": "/save?q=Report%20was%20saved"},
        {"method": "GET", "path": "/save?q=Report+was+saved"},
        {"method": "POST", "path": "/save", "form": "q=Report%20was+saved"},
        {"method": "POST", "path": "/save", "json_body": '{"q": ["Report \\u0077as saved"]}'},
        {"method": "GET", "path": "/save", "headers": {"X-Name": "Report was saved"}},
    ],
)
def test_an_echo_is_one_however_it_was_encoded(request_: dict[str, Any]) -> None:
    script = one_step([("http", request_)], holds(LINE, quote="Report was saved"))
    answers = {
        f"{request_['method']} {request_['path']}": answered(200, "Report was saved", request=f"GET {request_['path']}")
    }
    assert undecided(attack(WEB, script, Scene(answers)))


@pytest.mark.parametrize(
    ("path", "passes"),
    [
        ("/save", True),
        (f"{ORIGIN}/save", True),
        ("http://localhost:8000/save", True),
        ("http://127.0.0.1:9000/save", False),
    ],
)
def test_only_the_products_own_services_speak_for_it(path: str, passes: bool) -> None:
    script = one_step([("http", {"method": "GET", "path": path})], holds(LINE, quote="Report was saved"))
    outcome = attack(WEB, script, Scene({f"GET {path}": answered(200, "Report was saved", request=f"GET {path}")}))
    assert (outcome.attempt.verdict is Verdict.PASS) is passes
    assert passes or undecided(outcome)


def program(keys: list[str], screens: dict[str, str], quote: str, command: str = "bank shell") -> Outcome:
    calls = [("terminal_start", {"command": command}), *(("terminal_keys", {"keys": one}) for one in keys)]
    script = one_step(calls, holds(LINE, quote=quote))
    return attack(SAVED, script, Scene(screens=screens))


def test_what_an_interactive_program_says_is_evidence() -> None:
    outcome = program(["save\n"], {"save\r": "> save\nReport was kept for you, 17 lines\n"}, "Report was kept for you")
    assert outcome.attempt.verdict is Verdict.PASS, outcome.attempt.reason


@pytest.mark.parametrize(
    "keys",
    [
        ["Report was saved"],
        ["Report ", "was sa", "ved"],
        ["Repox<Backspace>rt was saved"],
        ["rt was saved<Home>Repo"],
        ["saved<Left><Left>Report was "],
    ],
)
def test_what_a_screen_echoes_of_the_keys_is_not_the_product(keys: list[str]) -> None:
    screen = "> Report was saved"
    with_codes = dict.fromkeys(_sent(keys), screen)
    assert undecided(program(keys, with_codes, "Report was saved"))


def _sent(keys: list[str]) -> list[str]:
    from harness.evaluation.blind.keys import characters

    return [characters(one) for one in keys]


@pytest.mark.parametrize("command", ["bash", "python3", "bank shell; sh", "sh -c 'bank shell'"])
def test_a_program_that_is_not_the_products_is_named(command: str) -> None:
    outcome = program(["x\n"], {"x\r": "Report was saved"}, "Report was saved", command)
    assert undecided(outcome)
    assert "which is not the product's" in outcome.attempt.reason


PAGE = card_of("1. Save the report.\n   - The product says that it was saved.\n", "browser")


def browse(member: str, **given: Any) -> Any:
    return (f"browser.{member}", given)


def on_page(calls: list[Any], pages: dict[str, Any], quote: str = "Report was saved") -> Outcome:
    return attack(PAGE, one_step(calls, holds(LINE, quote=quote, observation=f"o{len(calls)}")), Scene(pages=pages))


CLICK = browse("left_click", target={"type": "ref", "ref": "e1"})


def test_what_a_page_says_is_evidence() -> None:
    outcome = on_page([CLICK], {"click e1": page_of("Report was saved")})
    assert outcome.attempt.verdict is Verdict.PASS, outcome.attempt.reason


@pytest.mark.parametrize(
    ("url", "problem"),
    [("http://127.0.0.1:9000/", None), ("about:blank", None), ("data:text/html,x", None), (f"{ORIGIN}/", "gone")],
)
def test_a_page_that_is_not_the_products_says_nothing_for_it(url: str, problem: str | None) -> None:
    assert undecided(on_page([CLICK], {"click e1": page_of("Report was saved", url=url, problem=problem)}))


@pytest.mark.parametrize(
    "typing",
    [
        [browse("type", text="Report was saved")],
        [browse("type", text="Report "), browse("type", text="was saved")],
        [browse("form_input", target={"ref": "e2"}, value="Report was saved")],
        [browse("key", text="R e p o r t Space w a s Space s a v e d")],
        [browse("type", text="x"), browse("key", text="ctrl+v")],
    ],
)
def test_what_was_put_into_a_field_is_not_the_page(typing: list[Any]) -> None:
    field = page_of("Title", snapshot='- textbox "Title" [ref=e2]: Report was saved')
    calls = [*typing, browse("read_page")]
    count = sum(len(given.get("text", "x").split()) if name.endswith("key") else 1 for name, given in typing) + 1
    script = one_step(calls, holds(LINE, quote="Report was saved", observation=f"o{count}"))
    outcome = attack(PAGE, script, Scene(pages={"look": field, "press Control+v": field}))
    assert undecided(outcome)


def test_a_value_that_the_page_came_with_is_evidence() -> None:
    field = page_of("Title", snapshot='- textbox "State" [ref=e2]: Report was saved')
    assert on_page([CLICK], {"click e1": field}).attempt.verdict is Verdict.PASS


def test_what_an_address_made_a_page_say_is_an_echo() -> None:
    echo = page_of("No results for Report was saved", url=f"{ORIGIN}/?q=Report%20was%20saved")
    assert undecided(on_page([browse("navigate", url="/?q=Report%20was%20saved")], {"/?q=Report%20was%20saved": echo}))


def test_what_a_field_was_seen_to_hold_counts_as_entered() -> None:
    pages = {
        "press Control+v": page_of("", touched=touched("textbox", "Title", "Report was saved")),
        "click e1": page_of("You wrote: Report was saved"),
    }
    assert undecided(on_page([browse("key", text="ctrl+v"), CLICK], pages))


TWO = card_of(
    "1. Run `bank save`.\n   - It succeeds.\n2. Look at the report.\n   - The product says that it was saved.\n"
)


def test_a_file_that_was_written_by_hand_is_not_the_products() -> None:
    script = [
        [step("1"), shell("bank save")],
        [step("2"), shell("echo Report > r.txt"), shell("bank list"), shell("cat r.txt")],
        *[[conclude(holds(13, quote="was kept", observation="o5"))]] * 4,
    ]
    answers = {"cat r.txt": shown("Report was kept\n", product=False), "bank list": shown("none\n")}
    assert undecided(attack(TWO, script, Scene(answers)))
