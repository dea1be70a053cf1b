"""What pydantic refuses, as typed errors in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic.alias_generators import to_camel

from ledger.values.errors import InvalidInput

CHINESE = {
    "missing": "缺少必填项。",
    "extra_forbidden": "没有这一项。",
    "string_type": "须为文字。",
    "string_too_short": "内容不能为空或过短。",
    "string_too_long": "内容过长，最多 {max_length} 字。",
    "string_unicode": "文字编码有误。",
    "string_pattern_mismatch": "格式不符。",
    "enum": "不在可选值之列。",
    "literal_error": "不在可选值之列。",
    "bool_type": "须为是或否。",
    "bool_parsing": "须为是或否。",
    "int_type": "须为整数。",
    "int_parsing": "须为整数。",
    "int_parsing_size": "整数过大。",
    "int_from_float": "须为整数，不能带小数。",
    "decimal_type": "须为数值。",
    "decimal_parsing": "须为数值。",
    "decimal_max_places": "小数位过多，最多 {decimal_places} 位。",
    "decimal_max_digits": "数字位数过多，最多 {max_digits} 位。",
    "decimal_whole_digits": "整数位过多，最多 {whole_digits} 位。",
    "finite_number": "数值须为有限数。",
    "greater_than": "数值须大于 {gt}。",
    "greater_than_equal": "数值不得小于 {ge}。",
    "less_than": "数值须小于 {lt}。",
    "less_than_equal": "数值不得大于 {le}。",
    "date_type": "须为日期，写作 2026-07-01。",
    "date_parsing": "不是有效日期，日期写作 2026-07-01。",
    "date_from_datetime_parsing": "不是有效日期，日期写作 2026-07-01。",
    "date_from_datetime_inexact": "须为日期，不能带时刻。",
    "datetime_type": "须为时刻，写作 2026-07-01T08:00:00+08:00。",
    "datetime_parsing": "不是有效时刻，写作 2026-07-01T08:00:00+08:00。",
    "datetime_from_date_parsing": "不是有效时刻，写作 2026-07-01T08:00:00+08:00。",
    "datetime_object_invalid": "不是有效时刻，写作 2026-07-01T08:00:00+08:00。",
    "timezone_aware": "时间须注明时区。",
    "moment_without_zone": "时间须注明时区。",
    "moment_out_of_range": "时间超出本台账范围（1949至2199年）。",
    "uuid_type": "不是有效编号。",
    "uuid_parsing": "不是有效编号。",
    "invalid_id": "不是本台账的编号。",
    "list_type": "须为列表。",
    "tuple_type": "须为列表。",
    "set_type": "须为列表。",
    "frozen_set_type": "须为列表。",
    "dict_type": "须为对象。",
    "model_type": "须为对象。",
    "model_attributes_type": "须为对象。",
    "too_long": "项目过多，最多 {max_length} 项。",
    "too_short": "项目过少，至少 {min_length} 项。",
    "credit_code": "统一社会信用代码校验不通过。",
    "mine_code": "煤矿编码应为12位数字（旧码为11位数字或20位字符）。",
    "document_code": "机关代字为1至30字，不含括号。",
    "control_characters": "含有控制字符。",
    "turning_characters": "含有改变书写方向的字符。",
    "white_space_alone": "内容不能为空白。",
    "file_name": "文件名不含路径、换行和改变书写方向的字符。",
    "value_error": "内容无效。",
}
"""What each kind of wrong value is called; what stands in braces is known only then."""


class _Known(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"


def in_chinese(kind: str, context: Mapping[str, object]) -> str:
    """What is wrong with a value, by the kind that pydantic names and what it says beside it."""
    return CHINESE.get(kind, "输入内容无效。").format_map(_Known(context))


def as_invalid_input(invalid: ValidationError) -> list[InvalidInput]:
    """One error for each field that was refused."""
    return [
        InvalidInput(
            "CREDIT_CODE_CHECKSUM" if error["type"] == "credit_code" else error["type"].upper(),
            f"{error['msg'].rstrip('.')}.",
            in_chinese(error["type"], error.get("ctx", {})),
            path=("input", *(to_camel(s) if isinstance(s, str) else s for s in error["loc"])),
            rule="GB 32100" if error["type"] == "credit_code" else None,
        )
        for error in invalid.errors(include_url=False, include_input=False)
    ]
