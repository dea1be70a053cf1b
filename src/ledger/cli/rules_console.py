"""`ledger rules`: whether the rule files are in order, and what is in force on a day."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from ledger.cli import rules_page
from ledger.cli.options import AsJson, err, out, refusing, say
from ledger.cli.rules_labels import KINDS, VALUES, VERIFIED
from ledger.domain.rule_text import RuleText
from ledger.eventstore.store import EventStore
from ledger.processes.rule_adoption import adopted_digests, differences
from ledger.rules import catalogue
from ledger.rules.checking import Examination, Finding, examine
from ledger.rules.rule_set import RuleSet
from ledger.server.connections import dsn
from ledger.server.roles import APP
from ledger.server.settings import Settings
from ledger.values.times import local_day

app = typer.Typer(no_args_is_help=True, help="Rule sets (规则集): whether they are in order, and what is in force.")

Folder = Annotated[
    Path | None,
    typer.Option(help="Folder of rule files; those shipped when left out (规则文件目录，缺省为随软件所附)."),
]
Adopted = Annotated[
    Path | None,
    typer.Option("--data", help="Hold them against what the ledger on this data folder adopted (数据目录)."),
]


def day_of(text: str) -> date:
    """A day as it is given on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no day; a day is written 2026-07-01 (不是有效日期，日期写作 2026-07-01)"
        ) from error


@app.command()
def check(folder: Folder = None, data: Adopted = None, as_json: AsJson = False) -> None:
    """Validate all rule files (核对规则文件): content, days, references; with --data, that they are what was adopted.

    Status 1 on a finding.
    """
    with refusing(as_json=as_json):
        found = _examined(folder)
        findings = [*found.findings, *(_not_as_adopted(data, found) if data else ())]
    if as_json:
        sets = [_summary(rules) | {"file": name} for name, rules in found.sets.items()]
        say({"ruleSets": sets, "findings": [asdict(finding) for finding in findings]})
    else:
        _tell(findings)
        rules = sum(len(list(found_set.texts())) for found_set in found.sets.values())
        out.print(
            f"{len(found.sets)} rule sets with {rules} rules, {len(findings)} findings "
            f"({len(found.sets)} 个规则集，{rules} 条规则，{len(findings)} 处问题)"
        )
    raise typer.Exit(1 if findings else 0)


@app.command()
def show(
    on: Annotated[date, typer.Option(parser=day_of, metavar="DAY", help="The day (日期), such as 2026-07-01.")],
    kind: Annotated[str | None, typer.Option(help="One kind only (只看一类).")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """What is in force on a day (某日有效的规则): every rule with its article, and how it is known.

    Status 1 where a file cannot be read, so that something may be missing.
    """
    if kind is not None and kind not in catalogue.KINDS:
        listed = ", ".join(f"{name} {KINDS[name]}" for name in catalogue.KINDS)
        raise typer.BadParameter(f"there is no kind {kind} (没有该类规则); there are {listed}")
    with refusing(as_json=as_json):
        found = _examined(folder)
    of_kind = [rules for rules in found.sets.values() if kind in {None, rules.kind} and rules.in_force(on)]
    in_force = [(rules, _texts(rules, on)) for rules in of_kind]
    if as_json:
        say({"on": on.isoformat(), "ruleSets": [_whole(*rules) for rules in in_force]})
    else:
        for rules, texts in in_force:
            _print(rules, texts)
        _remarks(on, known=bool(in_force))
    _tell(found.findings)
    raise typer.Exit(1 if found.findings else 0)


@app.command()
def page() -> None:
    """Print what is law and what is ours, as it is committed in docs/rules.md (打印规则说明页)."""
    typer.echo(rules_page.printed(), nl=False)


def _examined(folder: Path | None) -> Examination:
    if folder is not None and not folder.is_dir():
        raise NotADirectoryError(20, "Not a directory", str(folder))
    return examine(folder)


def _not_as_adopted(data: Path, found: Examination) -> Iterator[Finding]:
    adopted = asyncio.run(_adopted(Settings(data=data))) or {}
    for difference in differences(adopted, found.sets):
        yield Finding(difference.file or "", "NOT_AS_ADOPTED", difference.message, difference.message_zh)


async def _adopted(settings: Settings) -> dict[str, str] | None:
    async with EventStore(dsn(settings, APP)) as store:
        return await adopted_digests(store)


def _texts(rules: RuleSet, on: date) -> list[RuleText]:
    return [dated.text for dated in rules.dated_texts() if dated.in_force(on, on)]


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        err.print(f"[red]{finding.code}[/red]", end=" ")
        err.print(f"{finding.file}: {finding.message} {finding.message_zh}", markup=False)


def _print(rules: RuleSet, texts: Sequence[RuleText]) -> None:
    table = Table(
        "rule (规则)",
        "article (条款)",
        "how known (核实程度)",
        "text (条文)",
        title=f"{rules.id} {rules.title}",
        title_justify="left",
    )
    for column in table.columns:
        column.overflow = "fold"
    for text in texts:
        values = "".join(f"\n{name} ({VALUES[name]}): {value}" for name, value in text.values.items())
        known = f"{text.verified.value} ({VERIFIED[text.verified]})"
        table.add_row(text.code, text.article, known, f"{text.zh}{values}")
    # A table is folded to the width there is: of a law not a word is cut off.
    out.print(table, soft_wrap=False)
    days = f"{rules.valid_from} – {rules.valid_to or ''}".strip()
    out.print(
        f"{rules.kind} ({KINDS[rules.kind]}); {days}; {rules.source}; "
        f"{rules.verified.value} ({VERIFIED[rules.verified]}); {rules.note.strip()}\n",
        markup=False,
    )


def _remarks(on: date, *, known: bool) -> None:
    """What has to be said of the day itself."""
    if not known:
        out.print(f"No rule known here is in force on {on} ({on} 没有已收录的有效规则).", markup=False)
    elif on > local_day(datetime.now(UTC)):
        out.print(f"{on} is still to come: rules may change until then ({on} 尚未到来，届时规则可能已有变化).")


def _whole(rules: RuleSet, texts: Sequence[RuleText]) -> dict[str, object]:
    written = [text.model_dump(mode="json", by_alias=True) for text in texts]
    return _summary(rules) | {"note": rules.note, "rules": written}


def _summary(rules: RuleSet) -> dict[str, str | None]:
    return {
        "id": rules.id,
        "kind": rules.kind,
        "title": rules.title,
        "source": rules.source,
        "verified": rules.verified.value,
        "validFrom": rules.valid_from.isoformat(),
        "validTo": None if rules.valid_to is None else rules.valid_to.isoformat(),
        "digest": rules.digest,
    }
