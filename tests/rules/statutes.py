"""The texts of statutes as they lie beside this checkout, taken apart into articles 条, paragraphs 款 and items 项."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "shared/domain/statutes"
NOTICE = FOLDER.parent / "notice-2020-28.txt"

HELD = {
    "446号": "国务院关于预防煤矿生产安全事故的特别规定",
    "煤矿安全生产条例": "煤矿安全生产条例",
    "煤矿安全监察条例": "煤矿安全监察条例",
    "安全生产许可证条例": "安全生产许可证条例",
    "行政处罚法（2021": "行政处罚法",
    "安全生产法（2021": "安全生产法",
}
"""What a source has in its name, and the file that it is read in."""

_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = r"[零一二三四五六七八九十百千]+"
_ARTICLE = re.compile(rf"第({_NUMERAL})条　?\s*")
_ITEM = re.compile(rf"[（(]({_NUMERAL})[）)]")
_PLACE = re.compile(r"§(\d+)(?:第(\d+)款)?((?:\(\d+\))*)")
_MONEY = re.compile(rf"(\d+|{_NUMERAL})万元")
_COUNTED = re.compile(rf"({_NUMERAL})(倍|个工作日|个月|小时|日|年)")
_PERCENT = re.compile(rf"百分之({_NUMERAL})")


def number(numeral: str) -> int:
    """A Chinese numeral below ten thousand."""
    total, digit = 0, 0
    for sign in numeral:
        if sign in _PLACES:
            total += (digit or 1) * _PLACES[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def in_digits(text: str) -> str:
    """A text with its sums in 元, its multiples, shares and lengths of time in digits."""
    text = _MONEY.sub(lambda m: f"{(int(m[1]) if m[1].isdigit() else number(m[1])) * 10000}元", text)
    text = _PERCENT.sub(lambda m: f"{number(m[1])}%", text)
    return _COUNTED.sub(lambda m: f"{number(m[1])}{m[2]}", text)


@dataclass
class Paragraph:
    """One paragraph with the items below it."""

    text: str
    items: list[str] = field(default_factory=list)


@dataclass
class Statute:
    """A statute by its articles."""

    articles: dict[int, list[Paragraph]]

    def passages(self, reference: str) -> list[str]:
        """What stands at each place of a reference (`§61第1款、§70(1)`), in digits; an item with what leads to it."""
        found = []
        for article, paragraph, items in _PLACE.findall(reference):
            paragraphs = self.articles[int(article)]
            chosen = [paragraphs[int(paragraph) - 1]] if paragraph else paragraphs
            numbers = [int(n) for n in re.findall(r"\d+", items)]
            if numbers:
                [led] = [p for p in chosen if p.items][:1]
                texts = [led.text, *(led.items[n - 1] for n in numbers)]
            else:
                texts = [text for p in chosen for text in (p.text, *p.items)]
            found.append(in_digits("".join(texts)))
        return found

    @property
    def in_force_from(self) -> str | None:
        """The first day that its last article names, as it is written there."""
        last = "".join(p.text for p in self.articles[max(self.articles)])
        day = re.search(r"自(\d+年\d+月\d+日)起施行", last)
        return day[1] if day else None


@cache
def statute(name: str) -> Statute:
    """The statute of that name."""
    [path] = [p for p in FOLDER.iterdir() if p.name.startswith(f"{name}(")]
    articles: dict[int, list[Paragraph]] = {}
    for line in path.read_text("utf-8").partition("<!-- INFO END -->")[2].splitlines():
        text = line.strip()
        began, item = _ARTICLE.match(text), _ITEM.match(text)
        if began:
            articles[number(began[1])] = [Paragraph(text[began.end() :])]
        elif text and not text.startswith("#") and articles:
            paragraphs = articles[max(articles)]
            if item:
                paragraphs[-1].items.append(text[item.end() :])
            else:
                paragraphs.append(Paragraph(text))
    return Statute(articles)


def held(source: str) -> Statute | None:
    """The statute that a source names, where its text lies beside this checkout."""
    return next((statute(name) for word, name in HELD.items() if word in source), None)
