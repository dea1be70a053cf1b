"""Looking a folder of rule files over: what is wrong in them, before anybody relies on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources.abc import Traversable
from itertools import pairwise

import yaml
from pydantic import ValidationError

from ledger.rules.catalogue import FILES, KINDS
from ledger.rules.rule_set import RuleSet, read, shipped_folder


@dataclass(frozen=True)
class Finding:
    """Something wrong: in which file, under which stable code, in both languages."""

    file: str
    code: str
    message: str
    message_zh: str


@dataclass(frozen=True)
class Examination:
    """The rule sets of a folder that could be read, by their files, and everything that is wrong."""

    sets: dict[str, RuleSet] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def examine(folder: Traversable | None = None) -> Examination:
    """Read every rule file of a folder (the shipped one when left out) and check it by itself and with the others."""
    folder = folder or shipped_folder()
    found = Examination()
    present = {path.name.removesuffix(".yaml") for path in folder.iterdir() if path.name.endswith(".yaml")}
    for name in sorted(present - FILES.keys()):
        found.findings.append(
            Finding(name, "FILE_OF_NO_KIND", f"{name}.yaml is of no known kind.", f"{name}.yaml 不属于任何规则种类。")
        )
    for name, cls in FILES.items():
        try:
            found.sets[name] = read(cls, folder, name)
        except FileNotFoundError:
            found.findings.append(
                Finding(name, "FILE_MISSING", f"{name}.yaml is missing.", f"缺少 {name}.yaml。")
            )  # fmt: skip
        except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
            found.findings.append(
                Finding(name, "FILE_INVALID", f"{name}.yaml cannot be read: {error}", f"{name}.yaml 无法读取：{error}")
            )
    for check in (_doubled_ids, _doubled_codes, _periods, _references):
        found.findings.extend(check(found.sets))
    return found


def _doubled_ids(sets: dict[str, RuleSet]) -> Iterator[Finding]:
    times = Counter(rules.id for rules in sets.values())
    for name, rules in sets.items():
        if times[rules.id] > 1:
            yield Finding(name, "ID_TWICE", f"{rules.id} is the id of several files.", f"编号 {rules.id} 重复。")


def _doubled_codes(sets: dict[str, RuleSet]) -> Iterator[Finding]:
    for name, rules in sets.items():
        for code, times in Counter(text.code for text in rules.texts()).items():
            if times > 1:
                yield Finding(
                    name, "CODE_TWICE", f"{rules.id} has {code} {times} times.", f"{rules.id} 中 {code} 重复。"
                )  # fmt: skip


def _periods(sets: dict[str, RuleSet]) -> Iterator[Finding]:
    for name, rules in sets.items():
        if rules.valid_to is not None and rules.valid_to < rules.valid_from:
            yield Finding(
                name, "ENDS_BEFORE_IT_STARTS", f"{rules.id} ends before it starts.", f"{rules.id} 的终止日早于起始日。"
            )  # fmt: skip
        else:
            yield from _outside(name, rules)
    for cls in KINDS.values():
        if cls.exclusive:
            of_kind = [(name, rules) for name, rules in sets.items() if isinstance(rules, cls)]
            for (_, before), (name, after) in pairwise(sorted(of_kind, key=lambda found: found[1].valid_from)):
                yield from _between(name, before, after)


def _outside(name: str, rules: RuleSet) -> Iterator[Finding]:
    for rule in rules.dated_texts():
        last = rules.valid_to or date.max
        if rule.valid_from < rules.valid_from or (rule.valid_to or last) > last:
            yield Finding(
                name,
                "RULE_OUTSIDE_ITS_SET",
                f"{rule.text.code} is in force on days on which {rules.id} is not.",
                f"{rule.text.code} 的有效期超出所在规则集 {rules.id} 的有效期。",
            )


def _between(name: str, before: RuleSet, after: RuleSet) -> Iterator[Finding]:
    follows = None if before.valid_to is None else before.valid_to + timedelta(days=1)
    if follows is None or follows > after.valid_from:
        yield Finding(
            name,
            "PERIODS_OVERLAP",
            f"On {after.valid_from} both {before.id} and {after.id} are in force.",
            f"{after.valid_from} 同时有 {before.id} 和 {after.id} 生效。",
        )
    elif follows < after.valid_from:
        yield Finding(
            name,
            "PERIODS_GAP",
            f"From {follows} until {after.valid_from} neither {before.id} nor {after.id} is in force.",
            f"自 {follows} 至 {after.valid_from} 前，{before.id} 与 {after.id} 均不生效。",
        )


def _references(sets: dict[str, RuleSet]) -> Iterator[Finding]:
    for name, rules in sets.items():
        for reference in rules.unknown_references(list(sets.values())):
            yield Finding(
                name,
                "REFERENCE_UNKNOWN",
                f"{rules.id} refers to {reference}, which no file has.",
                f"{rules.id} 引用的 {reference} 不存在。",
            )
