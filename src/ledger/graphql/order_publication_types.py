"""The object type of what is made public about orders."""

from __future__ import annotations

from ledger.domain.order_effect_events import Publication
from ledger.graphql import document_types
from ledger.graphql.declared import Computed, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.order_publications import OVERDUE, order_publications

_ = document_types  # orders are declared by being imported

OrderPublication = object_type(
    "OrderPublication",
    order_publications,
    KNOWN,
    "Something about an order that has to be made public, or was (文书公开).",
    """
    division: Administrative division (行政区划代码).
    department: Who owes it (公开责任单位).
    what: What is made public (公开事项).
    owed: Whether it has to be (是否应公开).
    since_day: The day that its term runs from (起算日).
    due_on: Last day in time (公开期限); null where none is known.
    article: By which rule (公开依据).
    published_on: The day it was made public (公开日期).
    medium: Where (公开载体).
    reference: Number or address of it (公告文号或网址).
    days_late: By how many days it was late (逾期天数).
    why: Why it lapsed, or the record of it was taken back (理由).
    """,
    enums={"what": Publication},
    computed={
        "overdue": Computed(bool, OVERDUE, lambda today: (today,), "Past its day, not public (是否逾期)."),
    },
    one={
        "order": ToOne("Order", "order_id", "The order (执法文书)."),
        "mine": ToOne("Mine", "mine", "The mine (煤矿)."),
    },
    published=document_types.NOT_PUBLISHED,
)
