"""Any thing that commands are about."""

from __future__ import annotations

from ledger.commands.command import command_classes
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.values.errors import InvalidInput
from ledger.values.references import Thing


async def load_thing(work: Work, thing: Thing, *path: str) -> Aggregate:
    """The thing; `THING_OF_NO_KIND` or `NotFound` (at `path` of the input) when there is none that can be meant.

    Its kinds are those that callers' commands return.
    """
    given = [cls for cls in command_classes().values() if cls.exposed and not cls.__abstractmethods__]
    kinds = {cls.returns.__name__: cls.returns for cls in given}
    if thing.type_name not in kinds:
        raise InvalidInput(
            "THING_OF_NO_KIND",
            f"A {thing.type_name[:40]} is no thing that can be meant here; these can: {', '.join(sorted(kinds))}.",
            f"此处不能指定 {thing.type_name[:40]}；可指定的类型：{'、'.join(sorted(kinds))}。",
            path=path,
        )
    return await work.load(kinds[thing.type_name], thing.id, *path)
