"""Limits on documents, by one pass with a memo per fragment: a document is refused before anything is run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSyntaxError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    parse,
)

MAX_CHARACTERS, MAX_TOKENS = 30_000, 2_000
MAX_DEPTH, MAX_FIELDS, MAX_ALIASES, MAX_DIRECTIVES = 15, 400, 60, 50
MAX_FRAGMENTS, MAX_ALIKE = 50, 40
"""Validation holds every two fragments, and every two selections of one object, against each other."""

MAX_SELECTIONS = 1_000
"""So many fields with fields below them, inline fragments and spreads are looked at to tell."""

Fragments = dict[str, FragmentDefinitionNode]


class DocumentRefused(Exception):
    """A document past a limit, or none at all; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Size:
    """How large a selection is, fragments counted wherever they are spread."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0

    def beside(self, other: Size) -> Size:
        """Both in one selection."""
        return Size(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
        )


def parsed(text: str) -> DocumentNode:
    """The document, within all limits."""
    if len(text) > MAX_CHARACTERS:
        raise DocumentRefused("DOCUMENT_TOO_LONG", f"A document has at most {MAX_CHARACTERS} characters.")
    try:
        document = parse(text, max_tokens=MAX_TOKENS, no_location=False)
        _check(document)
    except GraphQLSyntaxError as error:
        code = "TOO_MANY_TOKENS" if "token" in error.message and str(MAX_TOKENS) in error.message else "SYNTAX_ERROR"
        raise DocumentRefused(code, error.message) from error
    except RecursionError as error:
        raise DocumentRefused("DOCUMENT_TOO_DEEP", f"A document is at most {MAX_DEPTH} levels deep.") from error
    return document


def _check(document: DocumentNode) -> None:
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    if len(fragments) > MAX_FRAGMENTS:
        raise DocumentRefused("TOO_MANY_FRAGMENTS", f"A document has at most {MAX_FRAGMENTS} fragments.")
    memo: dict[str, Size] = {}
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            size = _size(definition.selection_set, fragments, memo, frozenset())
            for code, what, value, limit in (
                ("DOCUMENT_TOO_DEEP", "levels", size.depth, MAX_DEPTH),
                ("TOO_MANY_FIELDS", "fields", size.fields, MAX_FIELDS),
                ("TOO_MANY_ALIASES", "aliases", size.aliases, MAX_ALIASES),
                ("TOO_MANY_DIRECTIVES", "directives", size.directives, MAX_DIRECTIVES),
                ("TOO_MANY_ALIKE", "selections of one object", _alike(definition.selection_set, fragments), MAX_ALIKE),
            ):
                if value > limit:
                    raise DocumentRefused(code, f"The operation has {value} {what}; the limit is {limit}.")


def _alike(selections: SelectionSetNode, fragments: Fragments) -> int:
    """How often the object of the answer is selected that is selected most often, in whatever fragments."""
    found: Counter[tuple[str, ...]] = Counter()
    waiting: list[tuple[tuple[str, ...], SelectionSetNode, frozenset[str]]] = [((), selections, frozenset())]
    for _ in range(MAX_SELECTIONS):
        if not waiting:
            return max(found.values(), default=0)
        place, selections, inside = waiting.pop()
        for node in selections.selections:
            if isinstance(node, FieldNode) and node.selection_set is not None:
                below = (*place, (node.alias or node.name).value)
                found[below] += 1
                waiting.append((below, node.selection_set, inside))
            elif isinstance(node, InlineFragmentNode):
                waiting.append((place, node.selection_set, inside))
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name in fragments and name not in inside:
                    waiting.append((place, fragments[name].selection_set, inside | {name}))
    return MAX_SELECTIONS


def _size(
    selections: SelectionSetNode | None,
    fragments: Fragments,
    memo: dict[str, Size],
    inside: frozenset[str],
) -> Size:
    total = Size()
    for node in selections.selections if selections else ():
        total = total.beside(Size(directives=len(node.directives or ())))
        if isinstance(node, FieldNode):
            below = _size(node.selection_set, fragments, memo, inside)
            aliases = below.aliases + (node.alias is not None)
            total = total.beside(Size(below.depth + 1, below.fields + 1, aliases, below.directives))
        elif isinstance(node, InlineFragmentNode):
            total = total.beside(_size(node.selection_set, fragments, memo, inside))
        elif isinstance(node, FragmentSpreadNode):
            name = node.name.value
            # A cycle is left to validation, which names it.
            if name in fragments and name not in inside:
                if name not in memo:
                    memo[name] = _size(fragments[name].selection_set, fragments, memo, inside | {name})
                total = total.beside(memo[name])
    return total
