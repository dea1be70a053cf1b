"""A right: which roles may do a thing, and within which scope."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from ledger.values.actor import Actor, Role
from ledger.values.errors import NotPermitted
from ledger.values.labels import zh


@dataclass(frozen=True)
class Right:
    """The roles that may do something; declared on commands and reads, enforced in one place."""

    roles: frozenset[Role]

    @classmethod
    def of(cls, *roles: Role) -> Right:
        """The right of these roles."""
        return cls(frozenset(roles))


@dataclass(frozen=True)
class Principal:
    """Who is asking: a verified person with roles and a scope.

    `division` is the administrative division code (四方台区 = 230505); the scope covers every division whose
    code begins with it without trailing zero pairs. `departments` are those whose own matters are visible;
    empty means all in the division. An enterprise sees and acts on `mines`, its own, and no others. An investigator
    acts under the `authorisation` of that number.
    """

    id: str
    name: str
    department: str
    division: str
    roles: frozenset[Role]
    post: str | None = None
    on_behalf_of: str | None = None
    departments: frozenset[str] = field(default_factory=frozenset)
    mines: frozenset[UUID] = field(default_factory=frozenset)
    authorisation: str | None = None

    def require(self, right: Right, operation: str) -> Role:
        """The role under which `right` is exercised; `NotPermitted` when none of the caller's roles has it."""
        for role in sorted(self.roles & right.roles):
            return role
        raise NotPermitted(
            "NOT_PERMITTED",
            f"{operation} needs one of: {', '.join(sorted(right.roles))}.",
            f"{operation} 需要以下角色之一：{'、'.join(map(zh, sorted(right.roles)))}。",
            rule="docs/rights.md",
        )

    def acting_as(self, role: Role) -> Actor:
        """The actor written into events."""
        return Actor(id=self.id, department=self.department, role=role, post=self.post, on_behalf_of=self.on_behalf_of)

    def reaches(self, division: str | None, mine: UUID | None) -> bool:
        """Whether a thing of this division and mine is within the scope; None belongs to nobody in particular."""
        if division is not None and not division.startswith(self.division_prefix):
            return False
        return mine is None or not self.only_own_mines or mine in self.mines

    @property
    def knows(self) -> frozenset[str] | None:
        """The departments whose work under embargo (保密) they know of; None for all of it.

        Officers and heads know their own department's, auditors all, an investigator under an authorisation as well.
        Whatever else somebody is, they know of none.
        """
        if self.roles & {Role.AUDITOR, Role.SYSTEM} or (Role.INVESTIGATOR in self.roles and self.authorisation):
            return None
        return frozenset({self.department}) if self.roles & {Role.OFFICER, Role.HEAD} else frozenset()

    @property
    def only_own_mines(self) -> bool:
        """Whether the scope is one enterprise's mines."""
        return self.roles <= {Role.ENTERPRISE, Role.PUBLIC} and Role.ENTERPRISE in self.roles

    @property
    def division_prefix(self) -> str:
        """The significant digits of the division code: `230505` → `230505`, `230500` → `2305`."""
        code = self.division
        while code.endswith("00"):
            code = code[:-2]
        return code
