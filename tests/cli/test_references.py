"""What is generated of the documentation is what the code says today."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.cli.references import PAGES
from ledger.cli.references.errors import codes
from ledger.cli.references.limits import all_limits, unknown_codes
from ledger.domain.event import event_classes
from ledger.server.metrics import DECLARED
from ledger.server.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_is_what_the_code_says(name: str) -> None:
    assert (FOLDER / f"{name}.md").read_text("utf-8") == PAGES[name](), "run: make references"


def test_there_are_no_other_pages() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(PAGES)


def test_every_error_is_worded_in_both_languages() -> None:
    found = codes()
    assert len({code.code for code in found}) > 50
    for code in found:
        assert code.message.strip(), code
        assert code.message_zh.strip(), code


def test_every_event_type_says_what_it_is() -> None:
    for name, cls in event_classes().items():
        if cls.__module__.startswith("ledger."):
            assert (cls.__doc__ or "").strip(), name


def test_every_setting_and_metric_is_described_with_its_chinese_term() -> None:
    texts = [field.description or "" for field in Settings.model_fields.values()] + [one.text for one in DECLARED]
    for text in texts:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text), text
    page = (FOLDER / "settings.md").read_text("utf-8")
    assert all(f"`{PREFIX}{name.upper()}`" in page for name in Settings.model_fields)


def test_a_refusal_names_a_rule_that_whoever_is_refused_can_look_up() -> None:
    page = (ROOT / "docs" / "principles.md").read_text("utf-8")
    for code in codes():
        assert not re.search(r"DESIGN|\bR-\d{3}|\bnotice\b|\bours\b", code.rule), code
        for document in re.findall(r"docs/\S+\.md", code.rule):
            assert (ROOT / document).exists(), code
        for number in re.findall(r"台账原则 (\d+)", code.rule):
            assert f"\n{number}. **" in page, code


def test_every_limit_names_a_code_that_is_raised() -> None:
    assert unknown_codes() == set()
    assert len(all_limits()) > 25


@pytest.mark.slow
@pytest.mark.skipif(not str(ROOT).isascii(), reason="Python itself finds no package in such a folder in such a locale")
@pytest.mark.parametrize("arguments", [("rights",), ("--help",)])
def test_what_is_piped_is_utf8_in_every_locale(arguments: tuple[str, ...]) -> None:
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "ledger.cli.main", *arguments]
    told = subprocess.run(command, env=os.environ | plain, capture_output=True, check=True).stdout
    assert not told.decode("utf-8").isascii()
