"""Every view there is."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import ledger.domain
from ledger.projections import journal as _journal
from ledger.projections.access_grants import access_grants
from ledger.projections.access_log import access_log
from ledger.projections.adopted_rule_sets import adopted_rule_sets
from ledger.projections.attachments import attachments
from ledger.projections.blacklist import blacklist
from ledger.projections.credit import credit_entries, credit_ratings, supervision_tiers
from ledger.projections.departments import competences, departments, successions
from ledger.projections.document_numbers import document_numbers, document_series
from ledger.projections.double_control import double_controls, risk_assessments
from ledger.projections.enterprises import controllers, enterprise_mines, enterprise_names, enterprises
from ledger.projections.equipment_chain import equipment_chain, equipment_inspections, safety_certificates
from ledger.projections.equipment_offers import equipment_offers
from ledger.projections.equipment_register import equipment_register
from ledger.projections.erasures import erasures
from ledger.projections.hazard_ledger import hazard_ledger
from ledger.projections.inspection_parts import (
    inspection_draws,
    inspection_exams,
    inspection_findings,
    inspection_items,
    inspection_officers,
)
from ledger.projections.inspections import inspections
from ledger.projections.instruments import instrument_states, instrument_tasks, instruments
from ledger.projections.matters import matters
from ledger.projections.mine_duties import commitments, quarterly_reports, self_inspections
from ledger.projections.mine_file import (
    capacities,
    disaster_appraisals,
    dispositions,
    double_control_periods,
    headcount_limits,
    liaison_leaders,
    mine_plans,
    mine_requirements,
    standardisation_periods,
)
from ledger.projections.mine_operation import approval_gates, contracting_periods, mechanisation, monitoring_feeds
from ledger.projections.mine_periods import key_posts, mine_status, supervisor_bodies
from ledger.projections.mine_register import mine_register
from ledger.projections.mine_stops import mine_stops, repair_permits, work_found
from ledger.projections.mine_workings import faces, panels
from ledger.projections.obligations import obligations
from ledger.projections.order_publications import order_publications
from ledger.projections.order_steps import order_steps
from ledger.projections.orders import orders
from ledger.projections.organisation import (
    department_resolutions,
    group_members,
    leading_groups,
    liaison_duties,
    liaison_visits,
)
from ledger.projections.persons import certificates, officers, persons
from ledger.projections.plans import goals, indicator_reports, plan_editions, plan_phases, plans
from ledger.projections.posts import post_holders, posts
from ledger.projections.production import headcounts, outputs
from ledger.projections.project_register import (
    design_deviations,
    project_approvals,
    project_register,
    site_verifications,
)
from ledger.projections.reduction_schemes import reduction_schemes
from ledger.projections.regular_duties import regular_duties, regular_records
from ledger.projections.risk_register import risk_lists, risk_notices, risk_register
from ledger.projections.study_duties import study_duties, study_sessions
from ledger.projections.submissions import submissions_matrix
from ledger.projections.task_board import task_board
from ledger.projections.task_progress import task_milestones, task_progress
from ledger.projections.two_lists import two_lists
from ledger.projections.view import View
from ledger.projections.warning_board import warning_board, warning_deliveries

# The journal takes in all types of event, whatever else this process has imported.
for module in iter_modules(ledger.domain.__path__, "ledger.domain."):
    import_module(module.name)
_journal.declare()

VIEWS: dict[str, View] = {
    view.name: view
    for view in (
        mine_register,
        mine_status,
        supervisor_bodies,
        key_posts,
        hazard_ledger,
        task_board,
        task_progress,
        task_milestones,
        plans,
        plan_editions,
        plan_phases,
        goals,
        indicator_reports,
        submissions_matrix,
        two_lists,
        matters,
        credit_entries,
        credit_ratings,
        supervision_tiers,
        blacklist,
        _journal.journal,
        access_log,
        adopted_rule_sets,
        access_grants,
        risk_register,
        risk_notices,
        risk_lists,
        double_controls,
        risk_assessments,
        reduction_schemes,
        warning_board,
        warning_deliveries,
        project_register,
        design_deviations,
        site_verifications,
        project_approvals,
        equipment_register,
        equipment_chain,
        safety_certificates,
        equipment_inspections,
        equipment_offers,
        departments,
        competences,
        successions,
        obligations,
        attachments,
        posts,
        post_holders,
        persons,
        officers,
        certificates,
        enterprises,
        enterprise_names,
        controllers,
        enterprise_mines,
        mine_stops,
        repair_permits,
        work_found,
        commitments,
        self_inspections,
        quarterly_reports,
        erasures,
        leading_groups,
        group_members,
        liaison_duties,
        liaison_visits,
        instruments,
        instrument_states,
        instrument_tasks,
        department_resolutions,
        capacities,
        disaster_appraisals,
        mine_plans,
        mine_requirements,
        liaison_leaders,
        standardisation_periods,
        dispositions,
        double_control_periods,
        headcount_limits,
        contracting_periods,
        mechanisation,
        monitoring_feeds,
        approval_gates,
        panels,
        faces,
        outputs,
        headcounts,
        document_series,
        document_numbers,
        orders,
        order_steps,
        order_publications,
        study_duties,
        study_sessions,
        inspections,
        inspection_draws,
        inspection_officers,
        inspection_items,
        inspection_exams,
        inspection_findings,
        regular_duties,
        regular_records,
    )
}
