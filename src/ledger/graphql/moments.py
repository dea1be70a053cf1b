"""`asOf`: what the ledger knew at a position or at a moment, resolved once to a position."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from ledger.graphql.context import WAIT_SECONDS, Context
from ledger.graphql.scalars import Position
from ledger.values.errors import InvalidInput, NotPermitted, Unavailable


@strawberry.input(one_of=True, description="What the ledger knew then (截至): exactly one of the two.")
class AsOf:
    """A moment of knowledge."""

    position: Annotated[Position | None, strawberry.argument(description="A position (位置).")] = strawberry.field(
        default=strawberry.UNSET, description="A position (位置) in the order of all events."
    )
    recorded_at: datetime | None = strawberry.field(
        default=strawberry.UNSET, description="A moment (时刻): all that was recorded by then."
    )


AsOfArgument = Annotated[AsOf | None, strawberry.argument(description="What the ledger knew then (截至).")]


async def resolve(context: Context, as_of: AsOf | None) -> int | None:
    """The position meant, None for now.

    `InvalidInput` for a position or a moment that has not come yet; `NotPermitted` for a caller without a token, who
    sees what is published now and nothing else.
    """
    if as_of is None:
        return None
    if context.is_public:
        raise NotPermitted(
            "HISTORY_NOT_PUBLIC",
            "Without a token only what is published now can be asked for.",
            "未登录只能查询当前公开的信息。",
            path=("asOf",),
            rule="docs/rights.md",
        )
    given = as_of.position
    if given is not None and given is not strawberry.UNSET and given <= context.services.projector.position:
        return given
    position = await _position(context, as_of)
    await _reached(context, position, "asOf")
    return position


async def settle_minimum(context: Context) -> None:
    """Wait until the views have come as far as the request wants them to have, which is what it saw done before.

    `InvalidInput` for a position that there is not yet; `Unavailable` when the views do not come that far in time.
    """
    wanted, path = context.min_position, ("extensions", "minPosition")
    if wanted is not None and wanted > context.services.projector.position:
        _known(wanted, (await context.services.store.head()).position, *path)
        await _reached(context, wanted, *path)


async def _reached(context: Context, position: int, *path: str) -> None:
    if not await context.services.projector.wait_for(position, WAIT_SECONDS):
        raise Unavailable("VIEWS_BEHIND", "The views have not come that far yet.", "视图尚未更新到该位置。", path=path)


def _known(position: int, last: int, *path: str) -> None:
    if not 0 <= position <= last:
        raise InvalidInput(
            "POSITION_UNKNOWN", f"The ledger reaches position {last}.", f"台账目前到位置 {last}。", path=path
        )


async def _position(context: Context, as_of: AsOf) -> int:
    store = context.services.store
    head = await store.head()
    if as_of.position is not None and as_of.position is not strawberry.UNSET:
        _known(as_of.position, head.position, "asOf", "position")
        return as_of.position
    moment = as_of.recorded_at
    assert moment is not None
    if zoned(moment, "asOf", "recordedAt") > max(filter(None, (context.now, head.recorded_at))):
        raise InvalidInput(
            "MOMENT_IN_THE_FUTURE",
            "That moment has not come yet.",
            "该时刻尚未到来。",
            path=("asOf", "recordedAt"),
        )
    return await store.position_at(moment)


def zoned(moment: datetime, *path: str) -> datetime:
    """A moment that was given at `path`; `InvalidInput` for one that says no time zone."""
    if moment.tzinfo is None:
        raise InvalidInput("MOMENT_WITHOUT_ZONE", "A moment needs a time zone.", "时刻须带时区。", path=path)
    return moment
