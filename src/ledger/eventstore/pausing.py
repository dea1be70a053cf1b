"""Waiting between one try and the next, for tasks that go on for ever until they are asked to end."""

from __future__ import annotations

import asyncio


async def pause(seconds: float) -> None:
    """Wait before the next try; ends the task where it was asked to end, whatever it was told instead.

    A driver that is torn away from a database that ends as well tells of the lost connection, and the request to end
    is heard no more: the task would try again for ever, and its server never stop.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
    await asyncio.sleep(seconds)
