"""What a model was told first and what it answered, as the attempt's folder keeps it; what came of it lies with the steps."""

from __future__ import annotations

import re

from pydantic import ValidationError

from harness.domain.conversation import Answer, Conversation, Message, PlainTool, Told, Tool, ToolUse, Words
from harness.reports._html import words
from harness.reports._html.blocks import fold, output
from harness.reports._html.markup import Child, Markup, element, joined
from harness.reports._html.page import Place

_PROMPT = re.compile(r"prompt(-\d+)?\.json")
_ANSWER = re.compile(r"answers/(\d+)\.json")
_MOST_ANSWERS = 200


def conversation(place: Place) -> Markup:
    """What the evaluator saw first, what further opinions were asked, and every answer; nothing where no model took part."""
    names = place.files()
    prompts = sorted((name for name in names if _PROMPT.fullmatch(name)), key=lambda name: (len(name), name))
    answers = sorted((name for name in names if _ANSWER.fullmatch(name)), key=_number)
    told = [_prompt(place, name) for name in prompts]
    return joined(*told, _answers(place, answers) if answers else None)


def _prompt(place: Place, name: str) -> Markup:
    title = "What the evaluator saw first" if name == "prompt.json" else "What a second opinion was asked"
    data = place.file(name) or b""
    try:
        asked = Conversation.model_validate_json(data)
    except ValidationError:
        return fold(title, output(place, data.decode("utf-8", "replace"), name))
    pieces = [element("h5", "system"), output(place, asked.system, name, "output prose")]
    for message in asked.messages:
        pieces += [element("h5", "user"), output(place, _message(message), name, "output prose")]
    tools = ", ".join(_tool(tool) for tool in asked.tools)
    return fold(title, *pieces, element("p", f"tools: {tools}; ", place.link(name, "the whole request"), class_="note"))


def _message(message: Message) -> str:
    if not isinstance(message, Told):
        return message.content
    return "\n\n".join(part.text if isinstance(part, Words) else f"({part.kind})" for part in message.parts)


def _tool(tool: Tool) -> str:
    return tool.name if isinstance(tool, PlainTool) else f"browser ({', '.join(tool.members)})"


def _answers(place: Place, names: list[str]) -> Markup:
    turns = [element("li", *_answer(place, name)) for name in names[:_MOST_ANSWERS]]
    more = element("p", f"and {len(names) - _MOST_ANSWERS} more in the record", class_="note")
    rest = more if len(names) > _MOST_ANSWERS else None
    return fold(f"What the model answered, in {words.counted(len(names), 'turn')}", element("ol", *turns), rest)


def _answer(place: Place, name: str) -> list[Child]:
    try:
        answer = Answer.model_validate_json(place.file(name) or b"")
    except ValidationError:
        return [place.link(name, name), " cannot be read"]
    told = f"{answer.stop} {answer.stopped}".strip()
    took = f"{answer.usage.tokens:,} tokens, {words.seconds(answer.seconds)}, {told} "
    said = [output(place, text, name, "output prose") for text in answer.texts if text.strip()]
    uses = [element("li", *_use(place, use, name)) for use in answer.uses]
    calls = element("ul", *uses, class_="plain") if uses else None
    return [element("p", took, place.link(name, name), class_="note"), *said, calls]


def _use(place: Place, use: ToolUse, name: str) -> list[Child]:
    return [element("strong", use.name), output(place, use.input, name, "output input")]


def _number(name: str) -> int:
    found = _ANSWER.fullmatch(name)
    return int(found[1]) if found else 0
