"""Which numbers of a series are missing: whole numbers from 1 to the last one taken, as ranges."""

from __future__ import annotations

from collections.abc import Iterable

Ranges = tuple[tuple[int, int], ...]
"""Ranges of numbers, first and last, in order, none touching another."""


def taken(missing: Ranges, last: int, number: int) -> tuple[Ranges, int]:
    """What is missing, and the last number, once `number` is taken."""
    if number > last:
        return (*missing, *_range(last + 1, number - 1)), number
    ranges: list[tuple[int, int]] = []
    for first, end in missing:
        if first <= number <= end:
            ranges += [*_range(first, number - 1), *_range(number + 1, end)]
        else:
            ranges.append((first, end))
    return tuple(ranges), last


def given_back(missing: Ranges, last: int, number: int) -> tuple[Ranges, int]:
    """The same once `number` is free again; what follows the last number taken is not missing."""
    joined = _joined(sorted([*missing, (number, number)]))
    if joined and joined[-1][1] == last:
        return tuple(joined[:-1]), joined[-1][0] - 1
    return tuple(joined), last


def _range(first: int, last: int) -> list[tuple[int, int]]:
    return [(first, last)] if first <= last else []


def _joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
