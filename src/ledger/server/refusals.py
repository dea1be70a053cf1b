"""Requests that are refused before anything is run: code, status, what is wrong and where, in both languages."""

from __future__ import annotations

from typing import Any, NamedTuple

HTTP, LIMIT, RIGHTS, FILES = "GraphQL over HTTP", "docs/reading.md", "docs/rights.md", "docs/documents.md"


class Refusal(NamedTuple):
    """What a code says besides its English message: in Chinese, which part of the request, and by which rule."""

    zh: str
    path: tuple[str, ...] = ()
    rule: str | None = None


REFUSALS = {
    "BODY_BROKEN_OFF": Refusal("上传中断，未保留任何内容。", ("body",), FILES),
    "BODY_NOT_JSON": Refusal("请求体不是有效的 JSON。", ("body",), HTTP),
    "BODY_TOO_LARGE": Refusal("请求体过大。", ("body",), LIMIT),
    "DATABASE_UNAVAILABLE": Refusal("数据库暂时不可用。"),
    "DOCUMENT_NOT_TRUSTED": Refusal("只执行已登记的查询文档。", ("query",), LIMIT),
    "DOCUMENT_TOO_DEEP": Refusal("查询嵌套过深。", ("query",), LIMIT),
    "DOCUMENT_TOO_LONG": Refusal("查询文本过长。", ("query",), LIMIT),
    "DOCUMENT_UNKNOWN": Refusal("没有登记该编号的查询文档。", ("documentId",), LIMIT),
    "FILES_UNAVAILABLE": Refusal("文件暂时无法保存或读取。"),
    "FILE_EMPTY": Refusal("文件内容为空。", ("body",), FILES),
    "FILE_NAME_INVALID": Refusal("须在 ?name= 中给出1至200字的文件名，不含路径。", ("name",), FILES),
    "FILE_NOT_WHAT_IT_SAYS": Refusal("文件内容与其名称或所称格式不符。", ("body",), FILES),
    "FILE_TOO_LARGE": Refusal("文件过大。", ("body",), FILES),
    "FILE_TYPE_NOT_ALLOWED": Refusal("不接受该格式的文件。", ("name",), FILES),
    "GET_IS_FOR_QUERIES": Refusal("GET 方法只能用于查询。", ("query",), HTTP),
    "HEADERS_TOO_LARGE": Refusal("请求头过大或过多。", ("headers",), LIMIT),
    "HTTP_MALFORMED": Refusal("不是有效的 HTTP 请求。", (), "RFC 9112"),
    "IDENTITY_UNAVAILABLE": Refusal("身份认证服务暂时不可用。"),
    "INSTANT_INVALID": Refusal("Ledger-Instant 须为带时区的有效时刻。", ("Ledger-Instant",), "台账原则 3"),
    "INSTANT_ON_REAL_LEDGER": Refusal("只有模拟台账才接受调用方给定的时刻。", ("Ledger-Instant",), "台账原则 3"),
    "INTERNAL": Refusal("处理时发生内部错误，已按请求编号记录。"),
    "INTROSPECTION_OFF": Refusal("本服务器已关闭接口自述（introspection）。", ("query",), LIMIT),
    "INVALID_REQUEST": Refusal("请求不符合接口定义（schema）。", ("query",), "schema.graphql"),
    "JSON_TOO_DEEP": Refusal("JSON 嵌套过深。", ("body",), LIMIT),
    "MEDIA_TYPE": Refusal("请求体的媒体类型须为 application/json。", ("Content-Type",), HTTP),
    "MIN_POSITION": Refusal("extensions.minPosition 须为位置（非负整数）。", ("extensions", "minPosition"), LIMIT),
    "METHOD_NOT_ALLOWED": Refusal("该路径不接受此请求方法。", ("method",), HTTP),
    "MULTIPART_NOT_TAKEN": Refusal("请直接以文件内容作为请求体，不接受表单上传。", ("Content-Type",), FILES),
    "NOT_A_REQUEST": Refusal("请求的结构不符合 GraphQL over HTTP。", ("body",), HTTP),
    "OPERATION_AMBIGUOUS": Refusal("文档含多个操作，须指明 operationName。", ("operationName",), HTTP),
    "OPERATION_UNKNOWN": Refusal("文档中没有该操作。", ("operationName",), HTTP),
    "PATH_UNKNOWN": Refusal("没有此路径；接口在 /graphql，文件在 /attachments。", ("url",), HTTP),
    "QUERY_MISSING": Refusal("缺少 query。", ("query",), HTTP),
    "RANGE_INVALID": Refusal("所请求的字节范围超出文件大小。", ("Range",), "RFC 9110 §14"),
    "RATE_LIMITED": Refusal("短时间内请求过多，请稍后再试。", (), LIMIT),
    "REQUEST_TOO_SLOW": Refusal("请求未在时限内发送完毕。", (), LIMIT),
    "SYNTAX_ERROR": Refusal("查询语法错误。", ("query",), "GraphQL §2"),
    "TOO_EXPENSIVE": Refusal("查询开销过大，请减少条数或分批查询。", ("query",), LIMIT),
    "TOO_MANY_ALIKE": Refusal("同一对象被重复选取次数过多。", ("query",), LIMIT),
    "TOO_MANY_ALIASES": Refusal("别名过多。", ("query",), LIMIT),
    "TOO_MANY_CONNECTIONS": Refusal("连接过多，请稍后再试。", (), LIMIT),
    "TOO_MANY_DIRECTIVES": Refusal("指令过多。", ("query",), LIMIT),
    "TOO_MANY_FIELDS": Refusal("字段过多。", ("query",), LIMIT),
    "TOO_MANY_FRAGMENTS": Refusal("片段过多。", ("query",), LIMIT),
    "TOO_MANY_TOKENS": Refusal("查询过长（词法单元过多）。", ("query",), LIMIT),
    "TOO_MANY_VALUES": Refusal("JSON 中的值过多。", ("body",), LIMIT),
    "UNAUTHENTICATED": Refusal("访问令牌无效。", ("Authorization",), RIGHTS),
    "URL_TOO_LONG": Refusal("网址过长。", ("url",), LIMIT),
}
"""What each code says."""


class RequestRefused(Exception):
    """A request that is no GraphQL request, or from nobody we know; `code` is stable."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def extensions(code: str, path: tuple[str, ...] | None = None) -> dict[str, Any]:
    """What an error with this code says beside its English message; `path` leads to the very part that is wrong."""
    refusal = REFUSALS[code]
    return {
        "code": code,
        "kind": "RequestRefused",
        "messageZh": refusal.zh,
        "argumentPath": list(refusal.path if path is None else path),
        "rule": refusal.rule,
    }
