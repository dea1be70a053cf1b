"""Codes by which others know mines, enterprises and divisions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from ledger.values.spellings import compact
from ledger.values.text import Name

_MINE_CODE = re.compile(r"[0-9]{11,12}|[0-9A-Z]{20}")


def _credit_code(text: str) -> str:
    try:
        return str(uscc.validate(uscc.compact(compact(text))))
    except ValidationError as error:
        raise PydanticCustomError(
            "credit_code", "not a unified social credit code: {why}", {"why": str(error)}
        ) from error


def _mine_code(text: str) -> str:
    code = compact(text)
    if not _MINE_CODE.fullmatch(code):
        raise PydanticCustomError("mine_code", "a mine code has 12 digits (older ones 11 digits or 20 characters)")
    return code


CreditCode = Annotated[str, AfterValidator(_credit_code)]
"""Unified social credit code (统一社会信用代码, GB 32100): 18 characters, checksum verified; full-width is the same."""

MineCode = Annotated[str, AfterValidator(_mine_code)]
"""Mine code (煤矿编码): 12 digits; 11 digits and 20 characters are older forms. Full-width digits are the same code."""

IdentityNumber = Annotated[Name, AfterValidator(compact)]
"""Identity number (公民身份号码) in one spelling, so that an equal one is found again.

Its checksum and area are no guard: valid numbers of old areas and foreign documents fail them (regulations §0.0).
"""

SerialNumber = Annotated[Name, AfterValidator(compact)]
"""A number stamped on a thing (出厂编号, 安全标志编号) in one spelling, so that an equal one is found again."""

DivisionCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
"""Administrative division (行政区划代码, GB/T 2260): 6 digits."""

Capacity = Annotated[Decimal, Field(gt=0, le=100_000, max_digits=9, decimal_places=3)]
"""Design capacity in 万吨/年."""

Funds = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]
"""Money in 元."""
