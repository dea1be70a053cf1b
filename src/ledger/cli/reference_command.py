"""`ledger reference`: pages of the documentation that are made from the code."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli.references import PAGES


def reference(name: Annotated[str, typer.Argument(help=f"One of {', '.join(PAGES)} (参考页).")]) -> None:
    """Print a page of docs/reference (生成参考文档)."""
    if name not in PAGES:
        raise typer.BadParameter(f"there is no {name}; there are {', '.join(PAGES)}")
    typer.echo(PAGES[name](), nl=False)
