"""The bytes that are hashed for ever."""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from pathlib import Path
from typing import Any
from unicodedata import is_normalized

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.eventstore.canonical import (
    MAX_DEPTH,
    MAX_INTEGER,
    NotCanonical,
    canonical_bytes,
    is_canonical,
    parse_canonical,
)

VECTORS = Path(os.environ.get("LEDGER_VECTORS", Path(__file__).parents[3] / "shared" / "vectors"))

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_INTEGER, MAX_INTEGER)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(st.characters(categories=["L", "N"], max_codepoint=0x9FFF), max_size=5), inner, max_size=4
        )
    ),
    max_leaves=20,
)


def named_in_nfc(value: object) -> bool:
    if isinstance(value, dict):
        return all(is_normalized("NFC", name) and named_in_nfc(inside) for name, inside in value.items())
    return all(map(named_in_nfc, value)) if isinstance(value, list) else True


@given(values.filter(named_in_nfc))
def test_writing_what_was_parsed_gives_the_same_bytes(value: object) -> None:
    written = canonical_bytes(value)
    assert canonical_bytes(parse_canonical(written)) == written
    assert is_canonical(written)
    assert json.loads(written) == value


@given(values.filter(named_in_nfc))
def test_bytes_are_those_of_the_reference_implementation(value: Any) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [{"e\u0301": 1}, [{"a": {"e\u0301": 1}}], {"a": [1, {"\u1100\u1161": None}]}])
def test_a_name_that_is_not_nfc_is_refused_wherever_it_stands(value: Any) -> None:
    assert not named_in_nfc(value)
    with pytest.raises(NotCanonical, match="NFC"):
        canonical_bytes(value)


class Whole(int):
    """A number that is more than a number."""


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"é": 1, "z": 2, "\U0001f600": 3, "\uffe5": 4}, '{"z":2,"é":1,"\U0001f600":3,"\uffe5":4}'),
        (("a", (1, True)), '["a",[1,true]]'),
        (OrderedDict(b=1, a=Whole(2)), '{"a":2,"b":1}'),
        (9007199254740991, "9007199254740991"),
        ([-9007199254740991], "[-9007199254740991]"),
    ],
)
def test_what_is_more_than_plain_is_written_in_the_same_form(value: Any, written: str) -> None:
    assert canonical_bytes(value).decode() == written


@pytest.mark.parametrize(
    "value", [9007199254740992, (1, (-9007199254740992,)), OrderedDict(a=(1.5,)), {1: 2}, {"a": {None: 2}}]
)
def test_what_has_no_exact_form_is_refused_inside_of_anything(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


def test_every_character_is_written_as_the_reference_implementation_writes_it() -> None:
    for code in [*range(0xD800), *range(0xE000, 0x110000, 97)]:
        assert canonical_bytes(chr(code)) == rfc8785.dumps(chr(code))


@pytest.mark.parametrize("value", [{1, 2}, b"bytes", object(), {"at": [complex(1)]}])
def test_what_is_no_json_value_has_no_canonical_form(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


def has_float(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(has_float, value.values()))
    if isinstance(value, list):
        return any(map(has_float, value))
    return isinstance(value, float)


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_published_vectors_come_out_to_the_byte_and_those_with_floats_are_refused(name: str) -> None:
    source = VECTORS / "jcs" / "input" / f"{name}.json"
    if not source.exists():
        pytest.skip(f"no vectors at {VECTORS}")
    value = json.loads(source.read_text("utf-8"))
    wanted = (VECTORS / "jcs" / "output" / f"{name}.json").read_bytes()
    assert rfc8785.dumps(value) == wanted
    if has_float(value) or name == "weird":  # weird: a name of control characters is NFC, one of Hebrew forms is not
        with pytest.raises(NotCanonical, match=r"float|NFC"):
            canonical_bytes(value)
    else:
        assert canonical_bytes(value) == wanted


@pytest.mark.parametrize("value", [1.0, {"a": [0.1]}, float("nan"), float("inf")])
def test_floats_are_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes(value)


def test_nesting_beyond_the_limit_is_refused_and_the_limit_itself_is_not() -> None:
    value: object = 1
    for _ in range(MAX_DEPTH):
        value = [value]
    canonical_bytes(value)
    with pytest.raises(NotCanonical, match="deeper"):
        canonical_bytes([value])


@pytest.mark.parametrize("stored", [b'{"a":1,"a":1}', b'{"a":1.5}', b'{"a":NaN}'])
def test_bytes_that_say_more_than_one_thing_are_not_parsed(stored: bytes) -> None:
    with pytest.raises(NotCanonical):
        parse_canonical(stored)


@pytest.mark.parametrize("stored", [b'{"b":1,"a":2}', b'{ "a":1}', b'"\\u0041"', b"not json"])
def test_any_other_spelling_is_not_canonical(stored: bytes) -> None:
    assert not is_canonical(stored)
