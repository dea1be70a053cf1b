"""Orders of the fictional bureau: each kind, on time and late, a stop after notice, a number voided, a paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.demo.diary import Diary
from ledger.demo.people import DIVISION, MINES

FIRST = date(2026, 3, 2)
BASIS = "煤矿安全生产条例 §44"


def paper(text: str) -> bytes:
    """A PDF of one page with a line of plain letters, by hand: it stands for a scanned document."""
    drawn = f"BT /F1 14 Tf 60 760 Td ({text}) Tj ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    made, starts = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count, at = len(objects) + 1, len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (count, table, count)
    return bytes(made + b"startxref\n%d\n%%%%EOF\n" % at)


def enter(diary: Diary) -> None:
    """Note them."""
    diary.add(
        FIRST, "officer", "openDocumentSeries", "series", "documentSeries",
        division=DIVISION, kind="ORDER", year=2026, code="虚煤监",
    )  # fmt: skip
    _on_site(diary)
    _rectification(diary)
    diary.add(_day(20), "officer", "voidDocumentNumber", series="series", number=3, why="打印错误")
    _letters(diary)
    _stop(diary)
    _defied(diary)


def _day(after: int) -> date:
    return FIRST + timedelta(days=after)


def _issue(diary: Diary, after: int, name: str, mine: int, kind: str, content: str, **changes: Any) -> None:
    given = {
        "mine": MINES[mine], "kind": kind, "addressee": "虚构煤业公司", "content": content, "legalBasis": BASIS,
        "series": "series",
    }  # fmt: skip
    diary.add(_day(after), "officer", "issueOrder", name, "order", **(given | changes))


def _on_site(diary: Diary) -> None:
    _issue(
        diary, 0, "order-withdrawal", 0, "ON_SITE_MEASURE", "立即撤出101工作面全部人员",
        measure="WITHDRAW_PEOPLE", scope="FACE", place="101采煤工作面",
    )  # fmt: skip
    diary.add(
        _day(0), "officer", "serveOrder",
        order="order-withdrawal", mode="LEFT_AT_PLACE", recipient="石磊", refused=True, receipt="两名执法人员见证",
    )  # fmt: skip
    diary.add(
        _day(1), "second_officer", "checkCompliance",
        order="order-withdrawal", complied=True, finding="人员已撤出，瓦斯浓度恢复正常",
    )  # fmt: skip
    diary.add(_day(1), "officer", "liftOrder", order="order-withdrawal", why="危险已排除")


def _rectification(diary: Diary) -> None:
    _issue(
        diary, 7, "order-rectification", 1, "RECTIFICATION", "恢复主排水泵备用", deadline=str(_day(17))
    )  # fmt: skip
    diary.add(_day(8), "officer", "serveOrder", order="order-rectification", mode="DIRECT", recipient="石磊")
    diary.add(_day(22), "enterprise", "answerOrder", order="order-rectification", answer="水泵已检修并恢复备用")


def _letters(diary: Diary) -> None:
    _issue(
        diary, 25, "order-opinion", 1, "SUPERVISION_OPINION", "健全通风管理制度",
        number=4, deadline=str(_day(55)), legalBasis="双四政发〔2020〕28号 二(四)4",
    )  # fmt: skip
    _issue(
        diary, 30, "order-interview", 2, "INTERVIEW", "就连续发现同类隐患进行约谈",
        addressee="云杉煤矿矿长 高岭3", legalBasis="双四政发〔2020〕28号 二(四)3",
    )  # fmt: skip
    diary.add(_day(33), "enterprise", "answerOrder", order="order-interview", answer="承诺当月完成皮带防护专项整改")


def _stop(diary: Diary) -> None:
    stop = {"order": "order-stop"}
    diary.add(
        _day(65), "officer", "notifyStop", "order-stop", "order",
        mine=MINES[2], addressee="虚构煤业公司", content="停产整顿局部通风系统", legalBasis="煤矿安全生产条例 §64",
        deadline=str(_day(110)), facts="存在重大事故隐患仍然组织生产", hearingOffered=True, receipt="回证1号",
    )  # fmt: skip
    diary.add(
        _day(67), "officer", "recordStatement",
        **stop, statement="设备已订购", review="不影响违法事实的认定", adopted=False,
    )  # fmt: skip
    diary.add(_day(68), "enterprise", "forgoHearing", **stop, why="书面放弃听证")
    diary.add(_day(70), "head", "decideStop", **stop, series="series")
    diary.add(_day(71), "officer", "serveOrder", **stop, mode="DIRECT", recipient="石磊", receipt="回证2号")
    content = paper("Synthetic document of the fictional district")
    diary.attach(_day(71), "officer", "order-stop", "DOCUMENT", "停产整顿决定书.pdf", content)
    _obeyed(diary)


def _obeyed(diary: Diary) -> None:
    """The mine stands still by the service; made public, one thing late; accepted, signed by three, at work again."""
    order, mine, published = {"order": "order-stop"}, {"mine": MINES[2]}, "recordOrderPublication"
    medium = {"medium": "虚构区政府网站"}
    diary.add(_day(73), "officer", published, **order, **medium, what="STOP_ORDERED", reference="虚煤公告〔2026〕1号")
    diary.add(_day(90), "officer", published, **order, **medium, what="PENALTY_DECIDED")
    told = {"plan": "更换局部通风机", "account": "已更换并试运转"}
    diary.add(_day(98), "enterprise", "applyForResumption", **mine, appliedOn=str(_day(98)), **told)
    diary.add(
        _day(103), "second_officer", "recordResumptionAcceptance",
        **mine, acceptedOn=str(_day(103)), passed=True, finding="局部通风系统符合规定",
    )  # fmt: skip
    signing = ("DEPARTMENT_HEAD", "顾青"), ("MINE_INSPECTION_BODY", "虚构监察执法处"), ("GOVERNMENT_HEAD", "虚构区区长")
    for after, (office, signer) in enumerate(signing, 104):
        diary.add(
            _day(after), "head", "signResumption", **mine, office=office, signer=signer, signedOn=str(_day(after))
        )
    diary.add(_day(108), "group_leader", "resumeProduction", **mine, resumesOn=str(_day(108)))
    diary.add(_day(110), "officer", published, **order, **medium, what="PRODUCTION_RESUMED")


def _defied(diary: Diary) -> None:
    _issue(
        diary, 80, "order-defied", 0, "RECTIFICATION", "停止使用不合格局部通风机", number=9, deadline=str(_day(90))
    )  # fmt: skip
    diary.add(_day(92), "officer", "recordDefiance", order="order-defied", finding="复查时仍在使用")
