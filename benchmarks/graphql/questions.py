"""The same three questions to every contender, in its own words."""

from __future__ import annotations

import json
from dataclasses import dataclass

from benchmarks.graphql.district import Size, code

SUBJECT = code(777)
AS_OF = f"asOf: {{position: {Size().head // 2}}}"
TEN = (
    "id description location status level foundOn deadline responsibleUnit funds version",
    "hazard description location status level foundOn deadline responsibleUnit funds version",
)


@dataclass(frozen=True)
class Question:
    """One question: to us, to PostGraphile, and to the bare route."""

    name: str
    ours: str
    peer: str
    bare: dict[str, object]

    @property
    def as_of(self) -> str:
        """The body of the same question to us about the middle of the history."""
        query = self.ours.replace("subjects: [$subject]", f"subjects: [$subject], {AS_OF}")
        query = query.replace("first: $first", f"first: $first, {AS_OF}")
        return json.dumps({"query": query, "variables": self.bare})

    def body(self, contender: str) -> str:
        """The request body; what is asked for comes in variables, as clients send it."""
        if contender == "bare":
            return json.dumps(self.bare)
        query = self.peer if contender == "postgraphile" else self.ours
        return json.dumps({"query": query, "variables": self.bare})


LISTED = "subjectName creditCode regime groundZh basisSource decidedOn validFrom validTo"
BESIDE = "description status foundOn deadline"
NEWEST = "allHazards(first: $first, orderBy: [FOUND_ON_DESC])"

QUESTIONS = (
    Question(
        "q1",
        "query($subject: String!) { blacklistLookup(subjects: [$subject]) "
        f"{{ results {{ subject listed entries {{ {LISTED} }} }} }} }}",
        "query($subject: String!) { allListings(condition: {creditCode: $subject, annulled: false}) "
        f"{{ nodes {{ {LISTED} }} }} }}",
        {"subject": SUBJECT},
    ),
    Question(
        "q2",
        f"query($first: Int!) {{ hazards(first: $first) {{ nodes {{ id {BESIDE} mine {{ id code name }} }} }} }}",
        f"query($first: Int!) {{ {NEWEST} {{ nodes {{ hazard {BESIDE} mineByMine {{ mine code name }} }} }} }}",
        {"first": 50},
    ),
    Question(
        "q3",
        f"query($first: Int!) {{ hazards(first: $first) {{ nodes {{ {TEN[0]} }} }} }}",
        f"query($first: Int!) {{ {NEWEST} {{ nodes {{ {TEN[1]} }} }} }}",
        {"first": 500},
    ),
)

NOTE = json.dumps(
    {"query": 'mutation { createNote(input: {note: {actor: "officer", body: "发现隐患"}}) { note { id } } }'}
)
"""PostGraphile's plain insert: one row of three columns."""

BARE_NOTE = json.dumps({"actor": "officer", "body": "发现隐患"})
"""The same insert, of the bare route."""


def report(mine: str) -> str:
    """Our mutation: rights, guards, envelope, append, the views, and the hazard read back."""
    given = {
        "mine": mine,
        "description": "回风流甲烷传感器位置不符合规定",
        "location": "回风巷",
        "source": "SUPERVISION",
    }
    query = (
        "mutation($input: ReportHazardInput!) { reportHazard(input: $input) "
        "{ hazard { id status } position errors { code } } }"
    )
    return json.dumps({"query": query, "variables": {"input": given}})
