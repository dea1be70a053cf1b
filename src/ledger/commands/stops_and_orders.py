"""How a stop of a mine and the order that it stands under go together, whichever of the two a command is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger.commands.order_clocks import owe_publications
from ledger.commands.outputs import status_learned
from ledger.commands.work import Work
from ledger.domain.mine import Mine
from ledger.domain.mine_state import Stop
from ledger.domain.mine_status import OrderPaper
from ledger.domain.mine_status_events import MineStatus, SigningOffice
from ledger.domain.order import Order, Signatures
from ledger.domain.order_effect_events import Publication
from ledger.values.times import local_day


async def order_of(work: Work, stop: Stop) -> Order | None:
    """The order that a stop stands under; None where its paper is not in the ledger."""
    return None if stop.order is None else await work.load(Order, stop.order, "stopReference")


def paper_of(order: Order) -> OrderPaper:
    """An order as what a stop rests on."""
    return OrderPaper(order.department, order.numbered[2] if order.numbered else None, order.id)


async def stop_under(work: Work, order: Order, on: date) -> None:
    """Let the part of the mine that an order is about stop from `on`."""
    kind, part, mine = order.stops_as(), order.stopped_part, await work.load(Mine, order.mine)
    order.must_stop_yet(on)
    by, at = work.actor, work.at(on)
    content, term = (order.demand.content, order.deadline) if order.demand else ("", None)
    before = set(mine.stops)
    mine.stop(kind, part, on, content, paper_of(order), term, by=by, at=at)
    [begun] = set(mine.stops) - before
    order.stop_mine(begun, on, by=by, at=at)


async def stop_as_served(work: Work, order: Order, on: date) -> None:
    """Let the stop stand that an order served on `on` orders, where none stands under it yet (送达后生效)."""
    kind = order.orders_stop
    if kind is None or order.stop is not None:
        return
    mine, by, at = await work.load(Mine, order.mine), work.actor, work.at(on)
    since = max(on, order.issued_on or on)
    content, term = (order.demand.content, order.deadline) if order.demand else ("", None)
    told = kind, order.stopped_part, since, content, paper_of(order), term
    stop = mine.stop_as_served(*told, by=by, at=at)
    if stop is not None:
        order.stop_mine(stop, since, by_service=True, by=by, at=at)
        await status_learned(work, mine, since, "停产文书送达")


async def stop_was_not_served(work: Work, order: Order) -> None:
    """End the stop that began by a service which was none; one that was entered as a stop was one all the same."""
    if order.stop is None or not order.stopped_by_service:
        return
    mine, on, how = await work.load(Mine, order.mine), local_day(work.now), "送达无效"
    mine.fall_with_order(order.stop, on, how, paper_of(order).reference, by=work.actor, at=work.now)
    order.end_stop(on, how, with_order=False, by=work.actor, at=work.now)


async def stop_falls(work: Work, order: Order, on: date, how: str) -> None:
    """Let the stop under an order that ended on `on` end with it."""
    if order.stop is None:
        return
    mine, by, at = await work.load(Mine, order.mine), work.actor, work.at(on)
    mine.fall_with_order(order.stop, on, how, paper_of(order).reference, by=by, at=at)
    order.end_stop(on, how, with_order=True, by=by, at=at)


async def stop_stands_again(work: Work, order: Order, on: date) -> None:
    """Let the stop that fell with an order begin anew, now that the order stands again; none in what was closed."""
    if not order.stop_fell:
        return
    mine = await work.load(Mine, order.mine)
    if mine.status_of(order.stopped_part) is not MineStatus.CLOSED:
        await stop_under(work, order, on)


async def orders_told(work: Work, mine: Mine, stood: Iterable[Stop], on: date, how: str) -> None:
    """Tell the orders of the stops that stood before, and do not any more, that these ended otherwise."""
    for stop in [stop for stop in stood if stop.id not in mine.stops]:
        order = await order_of(work, stop)
        if order is not None:
            order.end_stop(on, how, with_order=False, by=work.actor, at=work.at(on))


async def lift_with_stop(work: Work, stop: Stop, on: date, why: str) -> None:
    """Lift the order of a stop that ended by its way back, with the signatures that were given for it."""
    order = await order_of(work, stop)
    if order is None:
        return
    by, at = work.actor, work.at(on)
    order.end_stop(on, why, with_order=True, by=by, at=at)
    signed = [_signer(stop, office) for office in SigningOffice]
    order.lift(why, on, Signatures(*signed), by=by, at=at)
    if order.is_penalty:
        owe_publications(order, on, Publication.PRODUCTION_RESUMED, work=work)


def _signer(stop: Stop, office: SigningOffice) -> str | None:
    signature = stop.signatures.get(office)
    return signature.signer if signature else None
