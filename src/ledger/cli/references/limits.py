"""The limits of a request, with the values that the code holds to and the codes that it tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ledger.cli.references.errors import codes
from ledger.graphql import beside, cost, documents, gathering, limits, node_queries, paging
from ledger.graphql.blacklist_queries import MAX_SUBJECTS
from ledger.graphql.context import WAIT_SECONDS
from ledger.graphql.planner.operations import OPERATION_SECONDS
from ledger.projections.reading import STATEMENT_SECONDS
from ledger.server import graphql_http, http_protocol, identity
from ledger.server.refusals import REFUSALS
from ledger.server.settings import Settings

KIB = 1024


@dataclass(frozen=True)
class Limit:
    """One limit: of what, how much, and the code of what is past it; without one nothing is refused."""

    what: str
    value: object
    code: str = ""


def all_limits() -> list[Limit]:
    """Every limit, in the order in which a request comes to them."""
    return [*_of_the_wire(), *_of_a_document(), *_of_what_is_read()]


def _of_the_wire() -> list[Limit]:
    return [
        Limit("connections at once (并发连接)", http_protocol.MAX_CONNECTIONS, "TOO_MANY_CONNECTIONS"),
        Limit("URL (网址)", f"{http_protocol.MAX_URL // KIB} KiB", "URL_TOO_LONG"),
        Limit("headers (请求头)", f"{http_protocol.MAX_HEAD // KIB} KiB", "HEADERS_TOO_LARGE"),
        Limit("headers, their number (请求头个数)", http_protocol.MAX_HEADERS, "HEADERS_TOO_LARGE"),
        Limit(
            "time for a request to come (请求发送时限)",
            f"{http_protocol.HEAD_SECONDS:.0f} s, 1 s more for every {http_protocol.BYTES_PER_SECOND // KIB} KiB come",
            "REQUEST_TOO_SLOW",
        ),
        Limit("token (令牌长度)", f"{identity.MAX_TOKEN // KIB} KiB", "UNAUTHENTICATED"),
        Limit("body (请求体)", f"{graphql_http.MAX_BODY // KIB} KiB", "BODY_TOO_LARGE"),
        Limit("attachment (附件)", f"{_default('attachment_max_mb')} MiB, a setting", "FILE_TOO_LARGE"),
        Limit("depth of JSON (JSON 深度)", graphql_http.MAX_JSON_DEPTH, "JSON_TOO_DEEP"),
        Limit("values in JSON (JSON 值个数)", graphql_http.MAX_VALUES, "TOO_MANY_VALUES"),
    ]


def _of_a_document() -> list[Limit]:
    return [
        Limit("characters of a document (查询字符数)", limits.MAX_CHARACTERS, "DOCUMENT_TOO_LONG"),
        Limit("tokens (词法单元)", limits.MAX_TOKENS, "TOO_MANY_TOKENS"),
        Limit("fragments (片段)", limits.MAX_FRAGMENTS, "TOO_MANY_FRAGMENTS"),
        Limit("depth (嵌套层数)", limits.MAX_DEPTH, "DOCUMENT_TOO_DEEP"),
        Limit("fields, those of fragments wherever they are spread (字段)", limits.MAX_FIELDS, "TOO_MANY_FIELDS"),
        Limit("aliases (别名)", limits.MAX_ALIASES, "TOO_MANY_ALIASES"),
        Limit("directives (指令)", limits.MAX_DIRECTIVES, "TOO_MANY_DIRECTIVES"),
        Limit("selections of one object of the answer (同一对象的选取次数)", limits.MAX_ALIKE, "TOO_MANY_ALIKE"),
        Limit("errors of a document that are told (所告知的文档错误)", documents.MAX_ERRORS),
    ]


def _of_what_is_read() -> list[Limit]:
    return [
        Limit("cost of an operation (单次开销)", cost.MAX_COST, "TOO_EXPENSIVE"),
        Limit(
            "budget of a caller in cost (额度)",
            f"{_default('rate_capacity'):.0f}, {_default('rate_per_second'):.0f} more a second; settings",
            "RATE_LIMITED",
        ),
        Limit("a page (每页条数)", paging.MAX_PAGE, "PAGE_TOO_LARGE"),
        Limit("a batch of look-ups (批量查询)", MAX_SUBJECTS, "BATCH_TOO_LARGE"),
        Limit("a batch of ids (批量编号)", node_queries.MAX_NODES, "BATCH_TOO_LARGE"),
        Limit("what hangs on one thing, as a list of its own (名下事项)", beside.MAX_MANY, "TOO_MANY_BESIDE"),
        Limit("what `inCharge` is chosen from (当日任职人的候选任职)", beside.MAX_CHOSEN, "TOO_MANY_BESIDE"),
        Limit(
            "things of one kind in `organisation` and `personLookup` (汇总事项)",
            gathering.MAX_GATHERED,
            "TOO_MANY_BESIDE",
        ),
        Limit("a statement (单条语句)", f"{STATEMENT_SECONDS} s", "TOO_SLOW"),
        Limit("an operation that reads (查询)", f"{OPERATION_SECONDS} s", "TOO_SLOW"),
        Limit("waiting for the views after a mutation (等待视图)", f"{WAIT_SECONDS:.0f} s"),
    ]


def _default(setting: str) -> Any:
    return Settings.model_fields[setting].default


def page() -> str:
    """A row a limit."""
    lines = [
        "# Limits 限制",
        "",
        "A request past one of them is refused before anything is read, with the code; none has cost more than a",
        "quarter of a second by then. Fragments are counted wherever they are spread.",
        "",
        "| of what | limit | code |",
        "| --- | --- | --- |",
    ]
    for limit in all_limits():
        value = f"{limit.value:,}" if isinstance(limit.value, int) else limit.value
        lines.append(f"| {limit.what} | {value} | {f'`{limit.code}`' if limit.code else ''} |")
    return "\n".join(lines) + "\n"


def unknown_codes() -> set[str]:
    """Codes named here that nothing raises."""
    return {limit.code for limit in all_limits() if limit.code} - REFUSALS.keys() - {code.code for code in codes()}
