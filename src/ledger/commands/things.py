"""Any thing that commands are about, by its global id."""

from __future__ import annotations

from ledger.commands.command import command_classes
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.values.errors import InvalidInput
from ledger.values.references import Thing


async def load_thing(work: Work, global_id: str, *path: str) -> tuple[str, Aggregate]:
    """The name of a thing's type and the thing; `InvalidInput` or `NotFound` (at `path` of the input) when none.

    The types are those that callers' commands return.
    """
    try:
        thing = Thing.parse(global_id)
    except InvalidInput as error:
        raise error.at(*path) from None
    given = [cls for cls in command_classes().values() if cls.exposed and not cls.__abstractmethods__]
    kinds = {cls.returns.__name__: cls.returns for cls in given}
    if thing.type_name not in kinds:
        raise InvalidInput(
            "INVALID_ID",
            f"This is the id of no thing that can be meant here: {thing.type_name[:40]}.",
            "该编号所指的对象不适用于此处。",
            path=path,
        )
    return thing.type_name, await work.load(kinds[thing.type_name], thing.id, *path)
