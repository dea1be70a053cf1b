"""The same three questions to every contender, in its own words."""

from __future__ import annotations

import json
from dataclasses import dataclass

from benchmarks.graphql.district import code

SUBJECT = code(777)
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

    def body(self, contender: str) -> str:
        """The request body."""
        if contender == "bare":
            return json.dumps(self.bare)
        return json.dumps({"query": self.peer if contender == "postgraphile" else self.ours})


QUESTIONS = (
    Question(
        "q1",
        f'{{ blacklistLookup(subjects: ["{SUBJECT}"]) {{ results {{ subject listed entries {{ subjectName creditCode '
        "regime groundZh basisSource decidedOn validFrom validTo } } } }",
        f'{{ allListings(condition: {{creditCode: "{SUBJECT}", annulled: false}}) {{ nodes {{ subjectName creditCode '
        "regime groundZh basisSource decidedOn validFrom validTo } } }",
        {"subject": SUBJECT},
    ),
    Question(
        "q2",
        "{ hazards(first: 50) { nodes { id description status foundOn deadline mine { id code name } } } }",
        "{ allHazards(first: 50, orderBy: [FOUND_ON_DESC]) { nodes { hazard description status foundOn deadline "
        "mineByMine { mine code name } } } }",
        {"first": 50},
    ),
    Question(
        "q3",
        f"{{ hazards(first: 500) {{ nodes {{ {TEN[0]} }} }} }}",
        f"{{ allHazards(first: 500, orderBy: [FOUND_ON_DESC]) {{ nodes {{ {TEN[1]} }} }} }}",
        {"first": 500},
    ),
)
