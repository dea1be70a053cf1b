"""The people of the demo: fictional, one for each role, in a district that does not exist (230599)."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

from stdnum.cn import uscc

from ledger.rights.right import Principal
from ledger.values.actor import Role

DIVISION = "230599"
BUREAU, OFFICE = "虚构区煤管局", "虚构区领导小组办公室"
MINES = ("青松煤矿", "白桦煤矿", "云杉煤矿")
REDCEDAR = "赤柏煤矿"
"""One that was closed in 2021."""

GINKGO = "银杏煤矿"
"""One that came to the district in the last months of the campaign, and was closed in 2023."""


def demo_id(what: str) -> UUID:
    """A command id of the demo: the same on every machine."""
    return uuid5(NAMESPACE_URL, f"ledger-demo:{what}")


def mine_id(name: str) -> UUID:
    """The id that a mine of the demo gets."""
    return uuid5(demo_id(f"mine:{name}"), "Mine:")


def synthetic_credit_code(serial: int) -> str:
    """A made-up credit code with a right checksum."""
    body = f"91{DIVISION}MA{serial:07d}"
    return body + str(uscc.calc_check_digit(body))


def _person(id: str, name: str, department: str, post: str, role: Role, division: str = DIVISION) -> Principal:
    mines = frozenset(map(mine_id, (*MINES, REDCEDAR, GINKGO))) if role is Role.ENTERPRISE else frozenset[UUID]()
    authorisation = "虚构授权〔2026〕1号" if role is Role.INVESTIGATOR else None
    return Principal(
        id, name, department, division, frozenset({role}), post=post, mines=mines, authorisation=authorisation
    )


PEOPLE: dict[str, Principal] = {
    "officer": _person("demo-officer", "程远", BUREAU, "执法一队队员", Role.OFFICER),
    "second_officer": _person("demo-officer-2", "陆川", BUREAU, "执法二队队员", Role.OFFICER),
    "head": _person("demo-head", "顾青", BUREAU, "局长", Role.HEAD),
    "coordinating_office": _person(
        "demo-office", "温和", "虚构区领导小组办公室", "办公室干事", Role.COORDINATING_OFFICE
    ),
    "group_leader": _person("demo-leader", "魏然", "虚构区政府", "区委常委、副区长", Role.HEAD),
    "enterprise": _person("demo-enterprise", "石磊", "虚构煤业公司", "安全副矿长", Role.ENTERPRISE),
    "reviewer": _person("demo-reviewer", "章程", BUREAU, "法制审核员", Role.REVIEWER),
    "investigator": _person("demo-investigator", "明澈", "虚构区纪委监委", "调查员", Role.INVESTIGATOR),
    "auditor": _person("demo-auditor", "核桃", "虚构区审计局", "审计员", Role.AUDITOR),
    "administrator": _person("demo-admin", "管理员", BUREAU, "系统管理员", Role.ADMINISTRATOR, "230500"),
}

COLLEAGUES: dict[str, Principal] = {
    department: _person(f"demo-{id}", name, department, "经办人", Role.OFFICER)
    for id, name, department in (
        ("publicity", "闻笛", "虚构宣传部"),
        ("reform", "林间", "虚构区发改局"),
        ("labour", "叶落", "虚构区人社局"),
        ("emergency", "沈静", "虚构区应急局"),
        ("police", "郑地", "虚构公安分局"),
        ("land", "许久", "市自然资源局虚构区分局"),
    )
}
"""Who delivers for the other departments that answer for tasks of the campaign; their tokens are in tokens.json."""

EVERYBODY = PEOPLE | COLLEAGUES
