"""What one statement selects, piece by piece, and where each piece lies in its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from ledger.graphql.declared import Leaf, Parameters
from ledger.projections.reading import Beside, Items, Order, Selection
from ledger.projections.view import View


@dataclass
class Source:
    """The rows themselves, called `t`, or a to-one beside them: what is selected of it."""

    name: str
    view: View
    of: str = ""
    texts: list[str] = field(default_factory=list)
    parameters: list[Parameters] = field(default_factory=list)

    def items(self, today: date) -> Items:
        """Everything selected of it."""
        return Items(", ".join(self.texts), tuple(p for given in self.parameters for p in given(today)))


class Layout:
    """Grows with what is taken; then it is the `Selection` of a statement."""

    def __init__(self, view: View) -> None:
        self.rows = Source("t", view)
        self._beside: list[Source] = []
        self._answered: list[str] = []
        self._taken = 0
        self._made: dict[Order | None, Selection] = {}

    def take(self, source: Source, leaf: Leaf) -> str:
        """Select one more thing; the name under which it goes on."""
        name = f"c{self._taken}"
        self._taken += 1
        source.texts.append(f"{leaf.text} AS {name}")
        if leaf.parameters is not None:
            source.parameters.append(leaf.parameters)
        return f"{source.name}.{name}"

    def answer(self, source: Source, leaf: Leaf) -> int:
        """Select one more thing as the next value of the rows; its place among them."""
        self._answered.append(self.take(source, leaf))
        return len(self._answered) - 1

    def beside(self, source: Source, column: str, view: View) -> Source:
        """The to-one that `column` of `source` names."""
        one = Source(f"j{len(self._beside)}", view, self.take(source, Leaf(column)))
        self._beside.append(one)
        return one

    @property
    def everyday(self) -> bool:
        """Whether what is selected does not depend on the day of the request."""
        return not any(source.parameters for source in (self.rows, *self._beside))

    def selection(self, today: date, cursors: Order | None = None) -> Selection:
        """What the statement selects; with `cursors` the last two values are those that a cursor is made of."""
        if cursors in self._made:
            return self._made[cursors]
        made = self._selection(today, cursors)
        if self.everyday:
            self._made[cursors] = made
        return made

    def _selection(self, today: date, cursors: Order | None) -> Selection:
        items, answered = self.rows.items(today), list(self._answered)
        if cursors is not None:
            text = f"{cursors.column} AS v0, {self.rows.view.key} AS v1"
            items = Items(f"{items.text}, {text}" if items.text else text, items.parameters)
            answered += ["t.v0", "t.v1"]
        if not items.text:
            items = Items("1", items.parameters)
        beside = tuple(Beside(one.name, one.view, one.of, one.items(today)) for one in self._beside)
        return Selection(items, beside, ", ".join(answered))
