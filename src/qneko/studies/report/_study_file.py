"""The study file back from the evidence, so that a report alone is enough to do it again."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import JsonValue


def study_file(spec: Mapping[str, JsonValue]) -> str:
    """Return a resolved spec as TOML; what is null is left out, as its default says the same."""
    blocks: list[str] = []
    for name, section in spec.items():
        if not isinstance(section, Mapping):
            blocks.insert(0, f"{_key(name)} = {_value(section)}")
            continue
        lines = [
            f"{_key(key)} = {_value(value)}" for key, value in section.items() if value is not None
        ]
        if lines:
            blocks.append("\n".join((f"[{_key(name)}]", *lines)))
    return "\n\n".join(blocks) + "\n"


def _key(name: str) -> str:
    bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if bare else _text(name)


def _value(value: JsonValue) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(v) for v in value)}]"
    if isinstance(value, Mapping):
        inside = (f"{_key(k)} = {_value(v)}" for k, v in value.items() if v is not None)
        return f"{{ {', '.join(inside)} }}"
    return json.dumps(value)


def _text(text: str) -> str:
    # a JSON string is a TOML basic string, but for DEL, which TOML wants escaped
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
