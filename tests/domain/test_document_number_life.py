"""A number is used once, what is missing is what nobody has, and numbers are read however they are written."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import number_ranges
from ledger.domain.document_number import (
    DocumentKind,
    DocumentNumberReleased,
    DocumentNumberUsed,
    DocumentNumberVoided,
    DocumentNumberVoidingRevoked,
    DocumentSeries,
    Holder,
    Written,
)
from ledger.values.actor import Actor
from tests.domain.lives import Life, people

numbers = st.integers(1, 12)
holders = st.sampled_from([UUID(int=n) for n in (21, 22, 23)])
OWNER = "煤管局"


class SeriesLife(Life):
    """Whatever is drawn, entered, released and voided, no number is on two documents."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.series = DocumentSeries(UUID(int=9))

    @initialize(by=people)
    def open(self, by: Actor) -> None:
        self.series.open("230599", OWNER, DocumentKind.ORDER, 2026, "虚煤监", by=by, at=self.now)

    @rule(by=people, number=st.none() | numbers, holder=holders)
    def use(self, by: Actor, number: int | None, holder: UUID) -> None:
        taken = {*self.series.holders, *self.series.voided}
        refused = self.attempt("use", number, Holder("Hazard", holder, None, "通知书"), by=by)
        assert (refused is None) == (by.department == OWNER and number not in taken)

    @rule(by=people, number=numbers, holder=holders)
    def release(self, by: Actor, number: int, holder: UUID) -> None:
        its = self.series.holders.get(number, (None, ""))[0] == holder
        assert (self.attempt("release", number, holder, "w", by=by) is None) == (its and by.department == OWNER)

    @rule(by=people, number=numbers)
    def void(self, by: Actor, number: int) -> None:
        self.attempt("void", number, "w", by=by)

    @rule(by=people, number=numbers)
    def revoke_voiding(self, by: Actor, number: int) -> None:
        self.attempt("revoke_voiding", number, "w", by=by)

    @rule(by=people)
    def correct(self, by: Actor) -> None:
        refused = self.attempt("correct", "虚煤执", by=by)
        assert refused is not None or not (self.series.holders or self.series.voided)

    @rule(by=people)
    def open_again(self, by: Actor) -> None:
        refused = self.attempt("open", "230599", OWNER, DocumentKind.ORDER, 2026, "x", by=by)
        assert refused == "SERIES_OPEN"

    @invariant()
    def a_number_is_on_one_document(self) -> None:
        free: dict[int, bool] = {}
        for event in self.series.pending:
            if isinstance(event, DocumentNumberUsed | DocumentNumberVoided):
                assert free.get(event.number, True), "it was taken already"
                free[event.number] = False
            if isinstance(event, DocumentNumberReleased | DocumentNumberVoidingRevoked):
                free[event.number] = True

    @invariant()
    def what_is_missing_is_what_nobody_has(self) -> None:
        taken = {*self.series.holders, *self.series.voided}
        assert self.series.last == max(taken, default=0)
        missing = [n for first, last in self.series.missing for n in range(first, last + 1)]
        assert missing == [n for n in range(1, self.series.last) if n not in taken]


TestSeriesLife = SeriesLife.TestCase
TestSeriesLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@given(st.lists(st.integers(1, 30), unique=True), st.data())
def test_ranges_never_touch_and_tell_the_gaps(taken: list[int], data: st.DataObject) -> None:
    missing: number_ranges.Ranges = ()
    last = 0
    for number in taken:
        missing, last = number_ranges.taken(missing, last, number)
    back = data.draw(st.lists(st.sampled_from(taken), unique=True)) if taken else []
    for number in back:
        missing, last = number_ranges.given_back(missing, last, number)
    kept = set(taken) - set(back)
    assert last == max(kept, default=0)
    assert {n for a, b in missing for n in range(a, b + 1)} == set(range(1, last)) - kept
    assert all(one[1] + 1 < other[0] for one, other in pairwise(missing))


@pytest.mark.parametrize(
    "text",
    [
        "双四煤监〔2026〕12号", "双四煤监[2026]12号", "双四煤监【2026】第12号", "双四煤监（2026）12 号",
        "双四煤监(2026)012号", "双四煤监［２０２６］１２号", " 双四煤监 〔2026〕 12号 ",
    ],
)  # fmt: skip
def test_a_number_is_read_whatever_brackets_it_has(text: str) -> None:
    written = Written.parse(text)
    assert (written, str(written)) == (Written("双四煤监", 2026, 12), "双四煤监〔2026〕12号")


@pytest.mark.parametrize(
    "text", ["", "12号", "双四煤监2026-12", "双四煤监〔26〕12号", "〔2026〕12号", "双四煤监〔2026〕0号"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a document number"):
        Written.parse(text)
