"""docs/rules.md: what is law, what is ours and what is not verified, made from the rule files."""

from __future__ import annotations

from collections import Counter

from ledger.rules.catalogue import shipped

_HEAD = """\
# Rule sets: what is law, what is ours, what is not verified

Made by `ledger rules page` from the files in `src/ledger/rules/`; a test holds this page against them. Each rule
says how it is known: read in the text, in an excerpt, from memory, or chosen by us (ours). The note of a set says what
is missing.

A fresh ledger adopts the sets it came with, on record as an act of its own. From then on a server whose files say
something else does not start. To replace a file: `withdrawRuleSet`, put the new file in place, start, `adoptRuleSet`
with its digest (`ledger rules check --json`). Nothing is graded, listed, scored or opened by a set that is not adopted;
facts are recorded all the same.

| id | kind | in force | text | excerpt | memory | ours | source |
|---|---|---|---|---|---|---|---|
"""


def printed() -> str:
    """The page as Markdown."""
    rows, notes = [], []
    for rules in sorted(shipped().values(), key=lambda rules: (rules.kind, rules.valid_from, rules.id)):
        known = Counter(text.verified.value for text in rules.texts())
        counts = " | ".join(str(known[how] or "") for how in ("text", "excerpt", "memory", "ours"))
        days = f"{rules.valid_from} – {rules.valid_to or ''}".strip()
        rows.append(f"| `{rules.id}` | {rules.kind} | {days} | {counts} | {rules.source} |")
        notes.append(f"- `{rules.id}` {rules.title}: {rules.note.strip()}")
    return _HEAD + "\n".join(rows) + "\n\n## What is known of each, and what is missing\n\n" + "\n".join(notes) + "\n"
