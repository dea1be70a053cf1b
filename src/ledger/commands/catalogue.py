"""Every command there is; importing this module declares them all."""

from __future__ import annotations

from ledger.commands import (
    access_grant,
    attachment,
    credit,
    department,
    document_number,
    enterprise,
    equipment,
    equipment_checks,
    hazard,
    hazard_supervision,
    listing,
    matter,
    mine,
    mine_duties,
    mine_file,
    mine_operation,
    mine_people,
    mine_production,
    mine_status,
    mine_stops,
    mine_upgrade,
    mine_workings,
    obligation,
    order,
    order_effects,
    order_penalty,
    organisation,
    person,
    plan,
    plan_reports,
    post,
    project,
    project_decisions,
    risk,
    risk_publicity,
    rule_set,
    seal,
    study_duty,
    task,
    task_changes,
    two_lists,
    warning,
)
from ledger.commands.command import Command, command_classes

MODULES = (
    mine,
    mine_status,
    mine_stops,
    mine_people,
    mine_duties,
    mine_file,
    mine_workings,
    mine_production,
    mine_operation,
    mine_upgrade,
    hazard,
    hazard_supervision,
    task,
    task_changes,
    plan,
    plan_reports,
    two_lists,
    matter,
    credit,
    listing,
    seal,
    access_grant,
    risk,
    risk_publicity,
    department,
    obligation,
    warning,
    attachment,
    post,
    person,
    enterprise,
    organisation,
    project,
    project_decisions,
    document_number,
    order,
    order_penalty,
    order_effects,
    equipment,
    equipment_checks,
    rule_set,
    study_duty,
)


def commands() -> dict[str, type[Command]]:
    """The commands that callers can give, by name; neither bases nor the ledger's own are among them.

    They come in the order of `MODULES`, whichever of these was imported first.
    """
    found = [(name, cls) for name, cls in command_classes().items() if cls.exposed and not cls.__abstractmethods__]
    place = {module.__name__: n for n, module in enumerate(MODULES)}
    return dict(sorted(found, key=lambda command: place.get(command[1].__module__, len(place))))
