"""Documents made to be dear: each is refused with a code, or is none, before it has taken a quarter of a second."""

from __future__ import annotations

import time

import pytest

from ledger.graphql.documents import MAX_ERRORS, Documents
from ledger.graphql.limits import DocumentRefused
from ledger.graphql.schema import schema

SECONDS = 0.25


def times(number: int, text: str, between: str = " ") -> str:
    """The text so often, with its number in place of `#`, and the next one's in place of `+`."""
    return between.join(text.replace("#", str(n)).replace("+", str(n + 1)) for n in range(number))


LAST = "fragment F60 on Query {__typename}"
HOSTILE = {
    "fragments that double": ("{...F0}" + times(60, "fragment F# on Query {...F+ ...F+}") + LAST, "TOO_MANY_FRAGMENTS"),
    "fewer that double": (
        "{...F0}" + times(40, "fragment F# on Query {...F+ ...F+}") + "fragment F40 on Query {__typename}",
        "TOO_MANY_FIELDS",
    ),
    "fragments that double in a circle": (
        "{...F0}" + times(40, "fragment F# on Query {...F+ ...F+}") + "fragment F40 on Query {...F0}", "TOO_MANY_ALIKE",
    ),
    "a chain of fragments": (
        "{...F0}" + times(60, "fragment F# on Query {mines {nodes {id}} ...F+}") + LAST, "TOO_MANY_FRAGMENTS",
    ),
    "fragments beside each other": (
        "{" + times(98, "...F#") + "}" + times(98, "fragment F# on Query {mines {nodes {id}}}"), "TOO_MANY_FRAGMENTS",
    ),
    "fields to be merged": ("{" + times(130, "mines {nodes {id}}") + "}", "TOO_MANY_ALIKE"),
    "fields to be merged in fragments": ("{" + times(130, "... on Query {mines {nodes {id}}}") + "}", "TOO_MANY_ALIKE"),
    "fields to be merged further down": (
        "{" + times(20, "mines {" + times(5, "nodes {id}") + "}") + "}", "TOO_MANY_ALIKE",
    ),
    "the same in a fragment that nobody uses": (
        "{__typename} fragment F on Query {" + times(130, "mines {nodes {id}}") + "}", "TOO_MANY_ALIKE",
    ),
    "aliases": ("{" + times(70, "a#: __typename") + "}", "TOO_MANY_ALIASES"),
    "directives": ("{__typename" + times(60, " @include(if: true)") + "}", "TOO_MANY_DIRECTIVES"),
    "tokens": ("{__typename" + times(400, " @include(if: true)") + "}", "TOO_MANY_TOKENS"),
    "depth": ("{" + times(8, "mines {nodes {") + "id" + "}}" * 8 + "}", "DOCUMENT_TOO_DEEP"),
    "a list without an end": ("{nodes(ids: " + "[" * 9000 + "){id}}", "SYNTAX_ERROR"),
    "length": ("#" + "a" * 30_000, "DOCUMENT_TOO_LONG"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_document_is_refused_with_a_code_before_it_has_taken_long(what: str) -> None:
    text, code = HOSTILE[what]
    documents = Documents(schema())
    began = time.process_time()
    with pytest.raises(DocumentRefused) as refused:
        documents.prepared(text)
    assert time.process_time() - began < SECONDS
    assert refused.value.code == code


WRONG = {
    "names that are nearly right": "{" + times(390, "hazardz#") + "}",
    "types that are nearly right": times(100, "query Q#($v: Hazardd#) {__typename}"),
    "arguments that are nearly right": "{hazards(" + times(390, "firstt#: 1") + ") {nodes {id}}}",
    "fields that contradict each other": "{" + times(39, "mines(first: #) {nodes {id}}") + "}",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_many_times_is_told_a_few_times(what: str) -> None:
    documents = Documents(schema())
    began = time.process_time()
    errors = documents.prepared(WRONG[what]).errors
    assert time.process_time() - began < SECONDS
    assert 1 <= len(errors) <= MAX_ERRORS + 1


FITTING = {
    "as many fragments as may be": "{...F0}" + times(49, "fragment F# on Query {a: __typename ...F+}")
    + "fragment F49 on Query {__typename}",
    "as many alike as may be": "{" + times(40, "mines {nodes {id name}}") + "}",
    "as many fields as may be": "{mines {nodes {" + times(398, "name") + "}}}",
}  # fmt: skip


@pytest.mark.parametrize("what", FITTING)
def test_what_goes_up_to_the_limits_is_run_and_has_not_taken_long(what: str) -> None:
    # The first document of a process pays for what graphql-core finds out once.
    documents = Documents(schema())
    documents.prepared("{mines {nodes {name}}}")
    began = time.process_time()
    assert documents.prepared(FITTING[what]).errors == []
    assert time.process_time() - began < SECONDS
