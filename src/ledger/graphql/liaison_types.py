"""The visits of leaders who answer for a mine or an area (联系指导)."""

from __future__ import annotations

from ledger.graphql import document_types, organisation_types
from ledger.graphql.declared import ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.organisation import liaison_visits

_ = document_types, organisation_types  # what a visit names is declared by being imported

LiaisonVisit = object_type(
    "LiaisonVisit",
    liaison_visits,
    KNOWN,
    "Whoever answers for a mine or an area was there (联系指导、帮扶指导).",
    """
    division: Administrative division (行政区划代码).
    department: Who entered it (登记单位).
    visited_on: Day of it (联系日期).
    visitor: Who was there (联系人员).
    account: What was found and done (帮扶指导情况).
    retracted_why: Why it was taken back (撤回理由); null while it counts.
    recorded_at: When the ledger learned it (记录时间).
    """,
    one={
        "mine": ToOne("Mine", "mine", "The mine (煤矿), where it is about one.", optional=True),
        "liaison_duty": ToOne("LiaisonDuty", "liaison_duty", "The duty that it is of (联系指导职责)."),
        "order": ToOne("Order", "order_id", "The letter that followed (督办函、监管监察意见书).", optional=True),
    },
)
