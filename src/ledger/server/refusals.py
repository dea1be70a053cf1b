"""Requests that are refused before anything is run: code, status, and what is wrong in both languages."""

from __future__ import annotations

CHINESE = {
    "BODY_BROKEN_OFF": "上传中断，未保留任何内容。",
    "BODY_NOT_JSON": "请求体不是有效的 JSON。",
    "BODY_TOO_LARGE": "请求体过大。",
    "DOCUMENT_TOO_DEEP": "查询嵌套过深。",
    "DOCUMENT_TOO_LONG": "查询文本过长。",
    "FILES_UNAVAILABLE": "文件暂时无法保存或读取。",
    "FILE_EMPTY": "文件内容为空。",
    "FILE_NAME_INVALID": "须在 ?name= 中给出1至200字的文件名，不含路径。",
    "FILE_NOT_WHAT_IT_SAYS": "文件内容与其名称或所称格式不符。",
    "FILE_TOO_LARGE": "文件过大。",
    "FILE_TYPE_NOT_ALLOWED": "不接受该格式的文件。",
    "GET_IS_FOR_QUERIES": "GET 方法只能用于查询。",
    "INSTANT_INVALID": "Ledger-Instant 须为带时区的有效时刻。",
    "INTERNAL": "处理时发生内部错误，已按请求编号记录。",
    "INVALID_REQUEST": "请求不符合接口定义（schema）。",
    "JSON_TOO_DEEP": "JSON 嵌套过深。",
    "MEDIA_TYPE": "请求体的媒体类型须为 application/json。",
    "MULTIPART_NOT_TAKEN": "请直接以文件内容作为请求体，不接受表单上传。",
    "NOT_A_REQUEST": "请求的结构不符合 GraphQL over HTTP。",
    "OPERATION_AMBIGUOUS": "文档含多个操作，须指明 operationName。",
    "OPERATION_UNKNOWN": "文档中没有该操作。",
    "QUERY_MISSING": "缺少 query。",
    "DATABASE_UNAVAILABLE": "数据库暂时不可用。",
    "IDENTITY_UNAVAILABLE": "身份认证服务暂时不可用。",
    "RANGE_INVALID": "所请求的字节范围超出文件大小。",
    "RATE_LIMITED": "短时间内请求过多，请稍后再试。",
    "SYNTAX_ERROR": "查询语法错误。",
    "TOO_EXPENSIVE": "查询开销过大，请减少条数或分批查询。",
    "TOO_MANY_ALIASES": "别名过多。",
    "TOO_MANY_DIRECTIVES": "指令过多。",
    "TOO_MANY_FIELDS": "字段过多。",
    "TOO_MANY_TOKENS": "查询过长（词法单元过多）。",
    "UNAUTHENTICATED": "访问令牌无效。",
    "URL_TOO_LONG": "网址过长。",
}
"""What each code says in Chinese."""


class RequestRefused(Exception):
    """A request that is no GraphQL request, or from nobody we know; `code` is stable."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def extensions(code: str) -> dict[str, str]:
    """What an error with this code says beside its English message."""
    return {"code": code, "kind": "RequestRefused", "messageZh": CHINESE[code]}
