"""`ledger rules`: whether the rule files are in order, and what is in force on a day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from ledger.cli import rules_page
from ledger.cli.options import AsJson, err, out, say
from ledger.rules.catalogue import KINDS
from ledger.rules.checking import examine
from ledger.rules.rule_set import RuleSet

app = typer.Typer(no_args_is_help=True, help="Rule sets (规则集): whether they are in order, and what is in force.")

Folder = Annotated[
    Path | None, typer.Option(exists=True, file_okay=False, help="Folder of rule files; those shipped when left out.")
]


@app.command()
def check(folder: Folder = None, as_json: AsJson = False) -> None:
    """Validate all rule files: content, overlaps and gaps of their days, unknown references. Status 1 on a finding."""
    found = examine(folder)
    if as_json:
        sets = [_summary(rules) | {"file": name} for name, rules in found.sets.items()]
        say({"ruleSets": sets, "findings": [asdict(f) for f in found.findings]})
    else:
        for finding in found.findings:
            err.print(f"[red]{finding.code}[/red] {finding.file}: {finding.message} {finding.message_zh}")
        rules = sum(len(list(found_set.texts())) for found_set in found.sets.values())
        out.print(f"{len(found.sets)} rule sets with {rules} rules, {len(found.findings)} findings")
    raise typer.Exit(1 if found.findings else 0)


@app.command()
def show(
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day.")],
    kind: Annotated[str | None, typer.Option(help="One kind only.")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """What is in force on a day: every rule with its article, and how it is known."""
    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(f"there is no kind {kind}; there are {', '.join(KINDS)}")
    in_force = [r for r in examine(folder).sets.values() if r.in_force(on.date()) and kind in {None, r.kind}]
    if as_json:
        whole = [
            _summary(rules)
            | {"note": rules.note, "rules": [t.model_dump(mode="json", by_alias=True) for t in rules.texts()]}
            for rules in in_force
        ]
        say({"on": on.date().isoformat(), "ruleSets": whole})
        return
    for rules in in_force:
        table = Table("rule", "article", "how known", "text", title=f"{rules.id} {rules.title}", title_justify="left")
        for text in rules.texts():
            values = "; ".join(f"{name} {value}" for name, value in text.values.items())
            table.add_row(text.code, text.article, text.verified.value, f"{text.zh} {values}".strip())
        out.print(table)
        out.print(f"{rules.source}; {rules.verified.value}; {rules.note}\n", markup=False)


@app.command()
def page() -> None:
    """Print what is law and what is ours, as it is committed in docs/rules.md."""
    typer.echo(rules_page.printed(), nl=False)


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
