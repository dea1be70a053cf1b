"""Commands on posts (岗位、职务) of departments and enterprises: set up, taken, left, suspended."""

from __future__ import annotations

from uuid import UUID, uuid5

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.department import Department
from ledger.domain.enterprise import Enterprise
from ledger.domain.person import Person
from ledger.domain.post import Post
from ledger.domain.post_events import PostBody, PostLayer, PostManner
from ledger.values.errors import InvalidInput
from ledger.values.references import DepartmentId, EnterpriseId, PersonId, PostId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


def post_id(body: UUID, title: str) -> UUID:
    """The stream of a post: one for each title of a body."""
    return uuid5(body, f"post:{title}")


class EstablishPost(Command):
    """Set up a post of a department or an enterprise (设立岗位), or set it up again."""

    right = rights.REGISTRAR
    returns = Post

    department: DepartmentId | None = Field(None, description="Of this department (机构).")
    enterprise: EnterpriseId | None = Field(None, description="Of this enterprise (企业).")
    title: Name = Field(description="Title (岗位名称), such as 局长 or 总工程师.")
    layer: PostLayer | None = Field(None, description="Layer of an enterprise (层级).")
    several: bool = Field(False, description="Several may hold it at once (多人岗位).")
    duties: Prose | None = Field(None, description="Its duties (岗位职责).")
    effective_on: Day = Field(description="First day of it (起始日).")

    async def handle(self, work: Work) -> Aggregate:
        body = await self._body(work)
        assert body.division is not None
        kind = PostBody.DEPARTMENT if isinstance(body, Department) else PostBody.ENTERPRISE
        post = await work.find(Post, post_id(body.id, self.title))
        post.establish(
            body.division,
            (kind, body.id, body.name),
            self.title,
            self.effective_on,
            layer=self.layer,
            several=self.several,
            duties=self.duties,
            by=work.actor,
            at=work.at(self.effective_on),
        )
        return post

    async def _body(self, work: Work) -> Department | Enterprise:
        if self.department is not None and self.enterprise is None:
            return await work.load(Department, self.department, "department")
        if self.enterprise is not None and self.department is None:
            return await work.load(Enterprise, self.enterprise, "enterprise")
        raise InvalidInput(
            "BODY_MISSING",
            "A post belongs to a department or to an enterprise: name one of them.",
            "岗位属于机构或企业，须指明其中之一。",
            path=("department",),
        )


class PostCommand(Command):
    """A command on one post that exists."""

    right = rights.REGISTRAR
    returns = Post

    post: PostId = Field(description="The post (岗位).")

    async def loaded(self, work: Work) -> Post:
        """The post named."""
        return await work.load(Post, self.post, "post")


class AbolishPost(PostCommand):
    """Abolish a post (撤销岗位)."""

    effective_on: Day = Field(description="First day without it (终止日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        post = await self.loaded(work)
        post.abolish(self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return post


class TakePost(PostCommand):
    """Record who holds a post from a day on, and how (任职)."""

    person: PersonId = Field(description="The person (人员).")
    manner: PostManner = Field(PostManner.SUBSTANTIVE, description="How it is held (任职方式).")
    effective_on: Day = Field(description="First day in the post (任职起始日).")
    left_on: Day | None = Field(None, description="First day without them (离任日), where it is over already (补录).")
    basis: Line | None = Field(None, description="What it rests on (任职依据): document number.")

    async def handle(self, work: Work) -> Aggregate:
        post = await self.loaded(work)
        person = await work.load(Person, self.person, "person")
        post.take(
            person.id,
            person.name,
            self.manner,
            self.effective_on,
            self.left_on,
            person_key=person.person_key,
            basis=self.basis,
            by=work.actor,
            at=work.at(self.effective_on),
        )
        return post


class AppointmentCommand(PostCommand):
    """A command on one appointment to a post."""

    appointment: UUID = Field(description="The appointment (任职记录).")


class LeavePost(AppointmentCommand):
    """Record that a holder left a post (离任)."""

    effective_on: Day = Field(description="First day without them (离任日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        post = await self.loaded(work)
        post.leave(self.appointment, self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return post


class CorrectAppointment(AppointmentCommand):
    """Correct how or when a post was held (更正任职记录): who held it in name alone often comes out later."""

    manner: PostManner = Field(description="How it was held (任职方式).")
    valid_from: Day = Field(description="First day (任职起始日).")
    valid_to: Day | None = Field(None, description="First day without them (离任日); none while it goes on.")
    why: Line = Field(description="Why, and how it came out (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        post = await self.loaded(work)
        days = (self.valid_from, self.valid_to)
        post.correct(self.appointment, self.manner, days, self.why, by=work.actor, at=work.now)
        return post


class SuspendHolder(AppointmentCommand):
    """Record that the holder of a post was suspended (停职)."""

    effective_on: Day = Field(description="First day (停职日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        post = await self.loaded(work)
        post.suspend(self.appointment, self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return post


class ReinstateHolder(AppointmentCommand):
    """Record that a suspended holder is back in the post (复职)."""

    effective_on: Day = Field(description="First day back (复职日).")

    async def handle(self, work: Work) -> Aggregate:
        post = await self.loaded(work)
        post.reinstate(self.appointment, self.effective_on, by=work.actor, at=work.at(self.effective_on))
        return post
