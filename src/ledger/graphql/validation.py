"""What pydantic refuses, as typed errors in Chinese and English."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from ledger.values.errors import InvalidInput

CHINESE = {
    "missing": "缺少必填项。",
    "string_too_short": "内容不能为空或过短。",
    "string_too_long": "内容过长。",
    "string_pattern_mismatch": "格式不符。",
    "credit_code": "统一社会信用代码校验不通过。",
    "invalid_id": "不是本台账的编号。",
    "mine_code": "煤矿编码应为12位数字（旧码为11位数字或20位字符）。",
    "greater_than": "数值过小。",
    "greater_than_equal": "数值过小。",
    "less_than_equal": "数值过大。",
    "decimal_max_places": "小数位过多。",
    "decimal_max_digits": "数字位数过多。",
    "too_long": "项目过多。",
    "too_short": "项目过少。",
    "finite_number": "数值须为有限数。",
    "moment_without_zone": "时间须注明时区。",
    "moment_out_of_range": "时间超出本台账范围（1949至2199年）。",
    "value_error": "内容无效。",
}


def as_invalid_input(invalid: ValidationError) -> list[InvalidInput]:
    """One error for each field that was refused."""
    return [
        InvalidInput(
            "CREDIT_CODE_CHECKSUM" if error["type"] == "credit_code" else error["type"].upper(),
            f"{error['msg'].rstrip('.')}.",
            CHINESE.get(error["type"], "输入内容无效。"),
            path=("input", *(to_camel(s) if isinstance(s, str) else s for s in error["loc"])),
            rule="GB 32100" if error["type"] == "credit_code" else None,
        )
        for error in invalid.errors(include_url=False, include_context=False, include_input=False)
    ]
