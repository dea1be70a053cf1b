"""The error codes, from where they are raised."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import ledger
from ledger.graphql.validation import CHINESE as OF_VALUES
from ledger.graphql.validation import in_chinese
from ledger.server.refusals import REFUSALS as OF_REQUESTS
from ledger.values.errors import LedgerError

ROOT = Path(ledger.__file__).parent
_GUARDS = "refuse"


@dataclass(frozen=True)
class Code:
    """One code as it is raised in one place; `…` stands for what is known only then."""

    code: str
    kind: str
    message: str
    message_zh: str
    rule: str
    module: str


def page() -> str:
    """A row a code and a message."""
    lines = [
        "# Error codes 错误代码",
        "",
        "Codes are stable; texts are for people and may be worded better. `…` stands for what is known only then.",
        "",
        "## Of commands and reads",
        "",
        "| code | kind | English | 中文 | rule |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += dict.fromkeys(
        f"| `{c.code}` | {c.kind} | {_cell(c.message)} | {_cell(c.message_zh)} | {_cell(c.rule)} |" for c in codes()
    )
    lines += ["", "## Of requests that are not run", "", "| code | 中文 | where | rule |", "| --- | --- | --- | --- |"]
    lines += [f"| `{code}` | {r.zh} | {'.'.join(r.path)} | {r.rule or ''} |" for code, r in sorted(OF_REQUESTS.items())]
    lines += [
        "",
        "## Of values that are none of their kind",
        "",
        "Kind `InvalidInput`, with the path of the field; pydantic's other error types come in capitals as well.",
        "",
        "| code | 中文 |",
        "| --- | --- |",
    ]
    lines += [f"| `{code.upper()}` | {in_chinese(code, {})} |" for code in sorted(OF_VALUES)]
    return "\n".join(lines) + "\n"


def codes() -> list[Code]:
    """Every code that is raised somewhere, by its name."""
    kinds = _kinds()
    found = [code for path in sorted(ROOT.rglob("*.py")) for code in _raised(path, kinds)]
    return sorted(set(found), key=lambda c: (c.code, c.kind, c.message, c.message_zh, c.rule, c.module))


def _kinds() -> dict[str, str]:
    """What raises a code: an error class or a function that makes one of it, and the kind that it is."""
    made = {cls.__name__: cls.kind for cls in _below(LedgerError)}
    return made | {_GUARDS: "GuardRefused"}


def _below(cls: type[LedgerError]) -> Iterator[type[LedgerError]]:
    yield cls
    for one in cls.__subclasses__():
        yield from _below(one)


def _raised(path: Path, kinds: dict[str, str]) -> Iterator[Code]:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or len(node.args) < 3:
            continue
        kind = kinds.get(node.func.id if isinstance(node.func, ast.Name) else "")
        code, message, message_zh = (_text(argument) for argument in node.args[:3])
        if kind is None or code is None or not code.replace("…", "").replace("_", "").isupper():
            continue
        rule = next((_rule(word.value, module) for word in node.keywords if word.arg == "rule"), "")
        yield Code(code, kind, message or "…", message_zh or "…", rule, module)


def _text(node: ast.expr) -> str | None:
    """The text of a literal, with … for what is put into it; None for what is no literal."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "…" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return f"{_text(node.left) or '…'}{_text(node.right) or '…'}"
    return None


def _rule(node: ast.expr, module: str) -> str:
    """The rule that refuses: a literal, or a name that its module gives one."""
    if isinstance(node, ast.Name):
        named = getattr(import_module(f"ledger.{module}"), node.id, "…")
        return named if isinstance(named, str) else "…"
    return _text(node) or ("" if isinstance(node, ast.Constant) else "…")


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
