"""Commands on lists (名单): deciding an entry, removing, annulling, restoring it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.rule_basis import rest_on
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.listing import Listing, SubjectKind
from ledger.rules import listing_regimes
from ledger.values.codes import CreditCode, DivisionCode, IdentityNumber
from ledger.values.errors import InvalidInput
from ledger.values.labels import named
from ledger.values.references import ListingId, MineId
from ledger.values.text import Line, Name
from ledger.values.times import Day


@named("安监总办〔2017〕49号 应急管理部令第11号")
class Regime(StrEnum):
    """The regime of a list (名单制度): 安监总办〔2017〕49号, or 应急管理部令第11号."""

    ORDER_49_2017 = "ORDER_49_2017"
    ORDER_11_2023 = "ORDER_11_2023"


class DecideListing(Command):
    """Enter a subject on a list (列入名单), under a regime, on a ground of it."""

    right = rights.HEAD
    returns = Listing

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    regime: Regime = Field(description="The regime (名单制度).")
    ground: Name = Field(description="The ground of the regime (列入情形), such as 11-7-1.")
    subject_kind: SubjectKind = Field(description="Enterprise or person (主体类别).")
    subject_name: Name = Field(description="Name of the subject (主体名称).")
    credit_code: CreditCode | None = Field(None, description="Credit code of an enterprise (统一社会信用代码).")
    identity_number: IdentityNumber | None = Field(
        None, description="Identity number of a person (公民身份号码); sealed."
    )
    mine: MineId | None = Field(None, description="The mine it is about (所涉煤矿).")
    penalty_reference: Line | None = Field(None, description="The penalty decision (行政处罚决定文号).")
    penalty_decided_by: Name | None = Field(None, description="Who penalised (处罚机关).")
    decided_on: Day = Field(description="Day of the decision (决定日期).")
    starts_on: Day = Field(description="First day on the list (起始日).")

    async def handle(self, work: Work) -> Aggregate:
        self._check_subject()
        regime = listing_regimes.regime(self.regime, self.decided_on)
        ground = regime.ground(self.ground)
        listing = work.create(Listing)
        number = self.identity_number
        await rest_on(work, regime, ground.code)
        listing.decide(
            by=work.actor,
            at=work.at(self.decided_on),
            needs_penalty_by_decider=regime.needs_penalty_by_decider,
            **self.model_dump(exclude={"identity_number"}),
            list_zh=regime.list_zh,
            ground_zh=ground.zh,
            ends_on=regime.term_end(self.starts_on),
            basis_source=regime.source,
            identity_number=work.seal("identityNumber", number) if number else None,
            subject_key=work.lookup_key("identityNumber", number) if number else None,
        )
        return listing

    def _check_subject(self) -> None:
        field = "creditCode" if self.subject_kind is SubjectKind.ENTERPRISE else "identityNumber"
        given = self.credit_code if self.subject_kind is SubjectKind.ENTERPRISE else self.identity_number
        if given is None:
            raise InvalidInput(
                "SUBJECT_NUMBER_MISSING",
                f"A {self.subject_kind} is entered with its {field}.",
                "列入单位须有统一社会信用代码，列入个人须有公民身份号码。",
                path=(field,),
                rule="应急管理部令第11号",
            )


class ListingCommand(Command):
    """A command on one entry that exists."""

    returns = Listing

    listing: ListingId = Field(description="The entry (名单条目).")

    async def loaded(self, work: Work) -> Listing:
        """The entry named."""
        return await work.load(Listing, self.listing, "listing")


class RemoveFromList(ListingCommand):
    """Remove a subject from a list before its term ends (提前移出)."""

    right = rights.HEAD

    removed_on: Day = Field(description="First day off the list (移出日).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        listing = await self.loaded(work)
        listing.remove(self.removed_on, self.why, by=work.actor, at=work.at(self.removed_on))
        return listing


class AnnulListing(ListingCommand):
    """Annul an entry, because its ground or its decision fell (撤销列入)."""

    right = rights.HEAD

    annulled_on: Day = Field(description="Day of the annulment (撤销日).")
    why: Line = Field(description="Why (理由).")
    authority: Line = Field(description="On whose decision (依据的决定).")

    async def handle(self, work: Work) -> Aggregate:
        listing = await self.loaded(work)
        listing.annul(self.annulled_on, self.why, self.authority, by=work.actor, at=work.at(self.annulled_on))
        return listing


class RestoreListing(ListingCommand):
    """Undo a removal or an annulment (恢复列入)."""

    right = rights.HEAD

    restored_on: Day = Field(description="First day on the list again (恢复日).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        listing = await self.loaded(work)
        listing.restore(self.restored_on, self.why, by=work.actor, at=work.at(self.restored_on))
        return listing
