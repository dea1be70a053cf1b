"""The house stays one that can be read: short modules, short functions, and a word on everything that others use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINES_OF_A_MODULE, LINES_OF_A_FUNCTION = 400, 40
SAID_ELSEWHERE = {"handle", "when"}
"""A handler is described by its command and a fold by its events."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def public(body: list[ast.stmt], inside: str = "") -> Iterator[tuple[str, Function | ast.ClassDef]]:
    """Every class and function that others may use, by its dotted name."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{inside}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{inside}{node.name}.")


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks"])
def test_no_module_and_no_function_is_longer_than_agreed(folder: str) -> None:
    too_long = []
    for path in modules(folder):
        text = path.read_text("utf-8")
        if text.count("\n") > LINES_OF_A_MODULE:
            too_long.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LINES_OF_A_FUNCTION:
                    too_long.append(f"{path.relative_to(ROOT)}: {node.name} has {lines} lines")
    assert too_long == []


def test_everything_that_others_use_has_a_docstring() -> None:
    silent = []
    for path in modules("src"):
        tree = ast.parse(path.read_text("utf-8"))
        if tree.body and ast.get_docstring(tree) is None:
            silent.append(str(path.relative_to(ROOT)))
        silent += [
            f"{path.relative_to(ROOT)}: {name}"
            for name, node in public(tree.body)
            if node.name not in SAID_ELSEWHERE and ast.get_docstring(node) is None
        ]
    assert silent == []


def test_nothing_refers_to_a_paper_that_is_not_here() -> None:
    elsewhere = re.compile(r"\bDESIGN (?:§|\d)")
    pages = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", *modules("src", "benchmarks")]
    assert [str(page.relative_to(ROOT)) for page in pages if elsewhere.search(page.read_text("utf-8"))] == []
