"""Every action that the code records has words, and its facts hold no people."""

import ast

from config.rooms import all_code
from config.trail_words import ACTIONS

PERSONAL = {"email", "address", "ip", "user_agent", "person_name", "user_name"}


def recordings():
    """(file, call) of every `record(...)` in the code."""
    for file in all_code():
        text = file.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "record(" in text else ():
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "record":
                yield file, node


def actions(node):
    """The codes an `action=` can be: one, either of a choice, or all that begin as it does."""
    if isinstance(node, ast.JoinedStr):
        begin = node.values[0].value
        return {code for code in ACTIONS if code.startswith(begin)} or {f"{begin}…"}
    return {
        one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and "." in one.value
    }


def test_every_action_has_words():
    used = {
        code
        for _, call in recordings()
        for keyword in call.keywords
        if keyword.arg == "action"
        for code in actions(keyword.value)
    }
    assert len(used) > 30
    assert used - set(ACTIONS) == set()


def test_facts_name_no_people():
    named = [(file.name, word.arg) for file, call in recordings() for word in call.keywords if word.arg in PERSONAL]
    assert named == []
