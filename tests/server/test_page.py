"""The page to try queries in: whole in itself, and held by its policy to what stands in it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

from graphql import parse, validate

from ledger.graphql.schema import schema
from ledger.server import page


def test_the_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else() -> None:
    policy = page.headers()["content-security-policy"]
    for element in ("script", "style"):
        [inside] = re.findall(rf"<{element}>(.*?)</{element}>", page.text(), re.DOTALL)
        assert f"{element}-src 'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_page_needs_nothing_from_elsewhere_and_has_no_code_in_its_attributes() -> None:
    assert not re.search(r"https?:|//cdn|<link|<img|@import|url\(", page.text())
    assert not re.search(r"<[^>]+ (on\w+|style)=", page.text())


def test_every_control_of_the_page_has_a_name() -> None:
    labelled = set(re.findall(r'<label for="(\w+)"', page.text()))
    for attributes in re.findall(r"<(?:input|select|textarea)([^>]*)>", page.text()):
        [name] = re.findall(r'id="(\w+)"', attributes)
        assert "aria-label=" in attributes or name in labelled, name


def test_the_examples_of_the_page_are_valid() -> None:
    [block] = re.findall(r"const examples = \{(.*?)\n\};", page.text(), re.DOTALL)
    queries = [text.encode().decode("unicode_escape") for text in re.findall(r'": \["((?:[^"\\]|\\.)*)"', block)]
    assert len(queries) >= 6
    for query in queries:
        assert validate(schema()._schema, parse(query)) == [], query
