"""Bodies, posts and people of the fictional district, and who controls the fictional enterprise.

The bodies answer to those that the notice names, with 虚构 in their names; what the notice calls them is an alias, so
that its own words find them. People, their numbers and what they did are invented.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.demo.diary import Diary
from ledger.demo.notice import DOCUMENT_NO, ISSUED_ON, notice
from ledger.demo.people import BUREAU, DIVISION, MINES, OFFICE, synthetic_credit_code
from ledger.demo.three_years import here

BEFORE, REFORM = date(2020, 4, 30), date(2024, 1, 1)
CITY = "230500"
MONITORING = "虚构区煤矿产量监控中心"
LAND = "市自然资源局虚构区分局"
POLICE = "虚构公安分局"
ENVIRONMENT = "虚构区生态环境局"
OTHERS = (
    ("虚构区党委政府", "GOVERNMENT", None, ("区委、区政府",)),
    (OFFICE, "COORDINATING_OFFICE", BUREAU, ("领导小组办公室", "区领导小组办公室")),
    ("虚构组织部", "PARTY_ORGAN", None, ("组织部",)),
    ("虚构编办", "PARTY_ORGAN", None, ("编办",)),
    ("虚构区安委会办公室", "SAFETY_COMMITTEE", None, ("区安委会办公室", "区安委会")),
    ("虚构区纪委监委", "SUPERVISION_COMMISSION", None, ("区监委", "区纪委监委")),
    ("虚构区检察院", "PROCURATORATE", None, ("区检察院",)),
    ("虚构区审计局", "DEPARTMENT", None, ()),
    ("虚构公安分局治安大队", "ENFORCEMENT_TEAM", POLICE, ()),
    ("虚构区生态环境保护综合执法大队", "ENFORCEMENT_TEAM", ENVIRONMENT, ()),
    (MONITORING, "PUBLIC_INSTITUTION", None, ("区煤矿产量监控中心",)),
    ("虚构供电公司", "POWER_SUPPLIER", None, ()),
    ("虚构民爆物品公司", "EXPLOSIVES_SUPPLIER", None, ()),
)
COMPETENCES = (
    ("煤矿安全监管（其他事项）", BUREAU),
    ("超层越界、保安煤柱；划定矿区范围；采矿权变更登记", LAND),
    ("民用爆炸物品；行刑衔接；扫黑除恶线索", POLICE),
    ("项目核准；中央预算内投资", "虚构区发改局"),
    ("环境影响评价", ENVIRONMENT),
    ("培训、劳动用工", "虚构区人社局"),
    ("应急预案与救援", "虚构区应急局"),
    ("专项资金", "虚构区财政局"),
)
MEMBERS = (
    ("CHAIR", "虚构区党委政府", "区委常委、副区长"),
    ("DEPUTY_CHAIR", BUREAU, "局长"),
    ("DEPUTY_CHAIR", "虚构区人社局", "局长"),
    ("DEPUTY_CHAIR", "虚构区应急局", "局长"),
    ("DEPUTY_CHAIR", LAND, "局长"),
    ("DEPUTY_CHAIR", ENVIRONMENT, "局长"),
    ("DEPUTY_CHAIR", POLICE, "副局长"),
    ("MEMBER", "虚构公安分局治安大队", "大队长"),
    ("MEMBER", "虚构区生态环境保护综合执法大队", "大队长"),
    ("MEMBER", MONITORING, "副主任"),
    ("MEMBER", BUREAU, "副主任科员"),
    ("MEMBER", BUREAU, "副科级干部"),
    ("MEMBER", "虚构区发改局", "科员"),
    ("MEMBER", LAND, "科员"),
    ("MEMBER", "虚构区应急局", "科员"),
)
HEADS = (
    ("虚构区发改局", "局长", "林晚"),
    ("虚构区人社局", "局长", "叶初"),
    ("虚构区应急局", "局长", "沈舟"),
    (ENVIRONMENT, "局长", "周行"),
    ("虚构区财政局", "局长", "何许"),
    (POLICE, "局长", "郑重"),
    (LAND, "局长", "许多"),
    ("虚构宣传部", "部长", "闻章"),
    (OFFICE, "主任", "方圆"),
)
VISITS = (
    (0, "顾青", ("2024-10-15", "2024-11-19", "2024-12-20", "2025-02-18", "2025-03-20")),
    (1, "白石", ("2024-11-05", "2024-12-10", "2025-01-16", "2025-03-06")),
    (2, "白石", ("2024-12-24", "2025-03-27", "2025-06-12")),
)
"""Visits under the liaison duties: the head owed three a quarter and came to be one short."""

OFFICERS = (
    ("程远", "执法一队队员", "demo-officer", True, "2026-12-31"),
    ("陆川", "执法二队队员", "demo-officer-2", True, "2025-06-30"),
    ("章程", "法制审核员", "demo-reviewer", False, None),
)


def enter(diary: Diary) -> None:
    """Note all of it."""
    _bodies(diary)
    _group(diary)
    _officers(diary)
    _head_of_the_bureau(diary)
    _heads_of_others(diary)
    _enterprise(diary)


def _bodies(diary: Diary) -> None:
    aliases: dict[str, list[str]] = {}
    responsible = [task.responsibility for task in notice().tasks]
    responsible += [duty.responsibility for duty in notice().other_duties]
    for who in responsible:
        for name in who.departments:
            if not name.startswith("各"):
                aliases.setdefault(here(name), []).append(name)
    for name, called in aliases.items():
        kind = {POLICE: "PUBLIC_SECURITY", "虚构宣传部": "PARTY_ORGAN"}.get(name, "DEPARTMENT")
        _body(diary, name, kind, None, tuple(dict.fromkeys(called)))
    for name, kind, superior, others in OTHERS:
        _body(diary, name, kind, superior, others)
    for name in ("国家矿山安全监察局虚构监察执法处", "虚构市煤矿安全生产协调领导小组办公室"):
        kind = "MINE_SAFETY_INSPECTORATE" if "监察" in name else "COORDINATING_OFFICE"
        diary.add(
            BEFORE, "administrator", "registerDepartment", f"body-{name}", "department",
            division=CITY, name=name, kind=kind, covers=[DIVISION], establishedOn="2019-01-01",
        )  # fmt: skip
    for matter, name in COMPETENCES:
        diary.add(
            BEFORE, "coordinating_office" if name != LAND else "administrator", "giveCompetence",
            department=f"body-{name}", matter=matter, effectiveOn="2020-05-01", basis="按事项的分工系推断，待确认",
            confirmed=False,
        )  # fmt: skip
    diary.add(
        REFORM, "coordinating_office", "succeedDepartment",
        department=f"body-{MONITORING}", to=f"body-{BUREAU}", effectiveOn=str(REFORM), basis="虚编发〔2023〕17号",
    )  # fmt: skip
    diary.add(
        ISSUED_ON, "officer", "noteOpenDepartments", "open-departments", "departmentResolution",
        division=DIVISION, document=DOCUMENT_NO, passage="二(一)3",
        text="区煤管局牵头各有关部门按职责分工负责", named=["区煤管局"], openSince=str(ISSUED_ON),
    )  # fmt: skip
    diary.add(
        date(2020, 10, 12), "coordinating_office", "resolveDepartments",
        resolution="open-departments", departments=["区应急管理局", "区自然资源局", "区公安分局"],
        decidedOn="2020-10-12", basis="虚构领导小组办公室会议纪要〔2020〕2号",
    )  # fmt: skip


def _body(diary: Diary, name: str, kind: str, superior: str | None, aliases: tuple[str, ...]) -> None:
    of_the_city = name == LAND
    by = "administrator" if of_the_city else "coordinating_office"
    given: dict[str, Any] = {"superior": f"body-{superior}"} if superior else {}
    if of_the_city:
        given["covers"] = [DIVISION]
    diary.add(
        BEFORE, by, "registerDepartment", f"body-{name}", "department",
        division=CITY if of_the_city else DIVISION, name=name, kind=kind, aliases=list(aliases),
        establishedOn="2019-01-01", source="机构名称仿自通知，为虚构", **given,
    )  # fmt: skip


def _group(diary: Diary) -> None:
    diary.add(
        BEFORE, "coordinating_office", "establishLeadingGroup", "leading-group", "leadingGroup",
        division=DIVISION, name="虚构区地方煤矿安全专项整治三年行动工作领导小组", establishedBy="虚构区政府",
        duties=["组织领导和推进，定期督查", "召开推进会议、决策重大事项", "督促各部门、追究责任", "与上级衔接、上报"],
        effectiveOn="2020-05-01", basis=DOCUMENT_NO,
    )  # fmt: skip
    for role, department, title in MEMBERS:
        diary.add(
            BEFORE, "coordinating_office", "nameGroupMember",
            group="leading-group", role=role, department=department, title=title, effectiveOn="2020-05-01",
        )  # fmt: skip
    diary.add(
        BEFORE, "coordinating_office", "setGroupOffice",
        group="leading-group", office=OFFICE, department=BUREAU, director="区煤管局局长兼任",
        duties=["日常管理", "协调联络", "会议召集", "组织实施", "督办落实"], effectiveOn="2020-05-01",
    )  # fmt: skip


def _officers(diary: Diary) -> None:
    for n, (name, title, account, professional, last_day) in enumerate(OFFICERS):
        _person(diary, name, n)
        _post(diary, title, several=True)
        _takes(diary, name, title, "2020-05-01")
        diary.add(
            BEFORE, "head", "admitOfficer",
            person=f"person-{name}", department=BUREAU, account=account, professional=professional,
            effectiveOn="2020-05-01",
        )  # fmt: skip
        if last_day is not None:
            diary.add(
                BEFORE, "head", "recordCertificate",
                person=f"person-{name}", kind="LAW_ENFORCEMENT", number=f"虚{DIVISION}{n:04}", issuer="虚构省司法厅",
                validFrom="2020-05-01", lastDay=last_day,
            )  # fmt: skip


def _head_of_the_bureau(diary: Diary) -> None:
    """The head left, a deputy acted for three months, another head came: each day has its own answer."""
    for n, name in enumerate(("方晓", "顾青", "白石")):
        _person(diary, name, 10 + n)
    for title in ("局长", "副局长"):
        _post(diary, title)
    diary.add(
        date(2023, 6, 1), "head", "takePost",
        post="post-局长", person="person-方晓", effectiveOn="2020-05-01", leftOn="2023-03-01",
    )  # fmt: skip
    _takes(diary, "白石", "副局长", "2020-05-01")
    diary.add(
        date(2023, 6, 1), "head", "takePost",
        post="post-局长", person="person-白石", manner="ACTING", effectiveOn="2023-03-01", leftOn="2023-06-01",
        basis="虚组发〔2023〕5号",
    )  # fmt: skip
    _takes(diary, "顾青", "局长", "2023-06-01")
    for n, mine in enumerate(MINES):
        diary.add(
            date(2024, 9, 3), "coordinating_office", "assignLiaison", f"liaison-{n}", "liaisonDuty",
            post="post-局长" if n == 0 else "post-副局长", mine=mine, scope="联系指导、督促整改重大隐患",
            visitsAQuarter=3 - n, effectiveOn="2024-09-03", basis="虚煤管发〔2024〕21号",
        )  # fmt: skip

    for n, visitor, days in VISITS:
        for day in days:
            diary.add(
                date.fromisoformat(day), "officer", "recordLiaisonVisit",
                liaison=f"liaison-{n}", visitedOn=day, visitor=visitor, account="帮扶指导，查看重大隐患整改",
            )  # fmt: skip


def _heads_of_others(diary: Diary) -> None:
    """Whoever answers for what another body owes."""
    for n, (body, title, name) in enumerate(HEADS):
        by = "administrator" if body == LAND else "head"
        _person(diary, name, 30 + n)
        diary.add(
            BEFORE, by, "establishPost", f"post-{body}", "post",
            department=f"body-{body}", title=title, effectiveOn="2019-01-01",
        )  # fmt: skip
        diary.add(
            BEFORE, by, "takePost", post=f"post-{body}", person=f"person-{name}", effectiveOn="2020-05-01"
        )  # fmt: skip


def _enterprise(diary: Diary) -> None:
    """An enterprise that one holds in name and another controls in fact."""
    for n, name in enumerate(("玉兰", "金山")):
        _person(diary, name, 20 + n)
    diary.add(
        BEFORE, "head", "registerEnterprise", "enterprise", "enterprise",
        division=DIVISION, name="虚构煤业公司", creditCode=synthetic_credit_code(200), establishedOn="2015-06-01",
        source="虚构",
    )  # fmt: skip
    for name, nature, more in (
        ("玉兰", "NOMINAL", {"share": "62.5", "holdsFor": "金山"}),
        ("金山", "ACTUAL", {}),
    ):
        diary.add(
            BEFORE, "head", "recordController",
            enterprise="enterprise", person=f"person-{name}", nature=nature, effectiveOn="2019-03-01",
            basis="虚构核查报告", **more,
        )  # fmt: skip
    diary.add(
        BEFORE, "head", "recordController",
        enterprise="enterprise", bodyName="虚构投资公司", bodyCreditCode=synthetic_credit_code(201), nature="OWNER",
        share="37.5", effectiveOn="2015-06-01", basis="公司章程",
    )  # fmt: skip
    for mine in MINES:
        diary.add(
            date(2024, 9, 3), "head", "takeOverMine",
            enterprise="enterprise", mine=mine, effectiveOn="2024-09-03", basis="安全生产许可证",
        )  # fmt: skip


def _person(diary: Diary, name: str, serial: int) -> None:
    number = f"230599198001{serial:02}001X"
    diary.add(
        BEFORE, "head", "registerPerson", f"person-{name}", "person",
        division=DIVISION, name=name, identityNumber=number,
    )  # fmt: skip


def _post(diary: Diary, title: str, *, several: bool = False) -> None:
    diary.add(
        BEFORE, "head", "establishPost", f"post-{title}", "post",
        department=f"body-{BUREAU}", title=title, several=several, effectiveOn="2019-01-01",
    )  # fmt: skip


def _takes(diary: Diary, name: str, title: str, on: str) -> None:
    diary.add(
        max(BEFORE, date.fromisoformat(on)),
        "head",
        "takePost",
        post=f"post-{title}",
        person=f"person-{name}",
        effectiveOn=on,
    )
