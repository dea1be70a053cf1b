"""The root of all reads: its fields are declared beside what they are about."""

from __future__ import annotations

import strawberry

from ledger.graphql import (
    access_queries,
    attachment_queries,
    blacklist_queries,
    double_control_queries,
    equipment_queries,
    event_queries,
    hazard_queries,
    inspection_queries,
    instrument_queries,
    ledger_queries,
    mine_file_queries,
    mine_queries,
    mine_record_queries,
    node_queries,
    obligation_queries,
    order_queries,
    organisation_queries,
    plan_queries,
    project_queries,
    reduction_queries,
    regular_queries,
    risk_queries,
    rule_queries,
    study_queries,
    subject_queries,
    task_queries,
    warning_queries,
)


@strawberry.type(description="What can be asked (查询).")
class Query:
    """The root of all reads."""

    ledger = ledger_queries.ledger
    rate_limit = ledger_queries.rate_limit
    node = node_queries.node
    nodes = node_queries.nodes
    mines = mine_queries.mines
    mine = mine_queries.mine
    credit_rating = mine_queries.credit_rating
    supervision_tiers = mine_queries.supervision_tiers
    hazards = hazard_queries.hazards
    hazard = hazard_queries.hazard
    traceback_of = hazard_queries.traceback_of
    tasks = task_queries.tasks
    obligations = obligation_queries.obligations
    obligation = obligation_queries.obligation
    compliance_calendar = obligation_queries.compliance_calendar
    task = task_queries.task
    matters = task_queries.matters
    matter = task_queries.matter
    two_lists = task_queries.two_lists
    plans = plan_queries.plans
    plan = plan_queries.plan
    goals = plan_queries.goals
    goal_figures = plan_queries.goal_figures
    submissions = plan_queries.submissions
    department_workload = plan_queries.department_workload
    blacklist = blacklist_queries.blacklist
    blacklist_lookup = blacklist_queries.blacklist_lookup
    events = event_queries.events
    access_log = access_queries.access_log
    access_grants = access_queries.access_grants
    risks = risk_queries.risks
    risk = risk_queries.risk
    risk_notices = risk_queries.risk_notices
    risk_lists = risk_queries.risk_lists
    double_controls = double_control_queries.double_controls
    double_control = double_control_queries.double_control
    risk_assessments = double_control_queries.risk_assessments
    reduction_schemes = reduction_queries.reduction_schemes
    reduction_scheme = reduction_queries.reduction_scheme
    departments = organisation_queries.departments
    competences = organisation_queries.competences
    successions = organisation_queries.successions
    warnings = warning_queries.warnings
    warning = warning_queries.warning
    warning_receipts = warning_queries.warning_receipts
    attachments = attachment_queries.attachments
    department_posts = organisation_queries.department_posts
    person_posts = organisation_queries.person_posts
    officers = subject_queries.officers
    certificates = subject_queries.certificates
    persons = subject_queries.persons
    person = subject_queries.person
    person_register = subject_queries.person_register
    person_lookup = subject_queries.person_lookup
    enterprises = subject_queries.enterprises
    enterprise = subject_queries.enterprise
    controllers = subject_queries.controllers
    enterprise_mines = subject_queries.enterprise_mines
    mine_stops = mine_record_queries.mine_stops
    mine_status_periods = mine_record_queries.mine_status_periods
    supervisor_body_periods = mine_record_queries.supervisor_body_periods
    key_posts = mine_record_queries.key_posts
    repair_permits = mine_record_queries.repair_permits
    work_found = mine_record_queries.work_found
    commitments = mine_record_queries.commitments
    self_inspections = mine_record_queries.self_inspections
    quarterly_reports = mine_record_queries.quarterly_reports
    projects = project_queries.projects
    project = project_queries.project
    project_approvals = project_queries.project_approvals
    design_deviations = project_queries.design_deviations
    site_verifications = project_queries.site_verifications
    erasures = subject_queries.erasures
    organisation = organisation_queries.organisation
    leading_groups = organisation_queries.leading_groups
    liaison_duties = organisation_queries.liaison_duties
    liaison_visits = organisation_queries.liaison_visits
    instruments = instrument_queries.instruments
    instrument = instrument_queries.instrument
    instrument_states = instrument_queries.instrument_states
    department_resolutions = organisation_queries.department_resolutions
    panels = mine_record_queries.panels
    faces = mine_record_queries.faces
    outputs = mine_record_queries.outputs
    headcounts = mine_record_queries.headcounts
    capacities = mine_file_queries.capacities
    disaster_appraisals = mine_file_queries.disaster_appraisals
    mine_plans = mine_file_queries.mine_plans
    liaison_leaders = mine_file_queries.liaison_leaders
    standardisation_periods = mine_file_queries.standardisation_periods
    mine_dispositions = mine_file_queries.mine_dispositions
    double_control_periods = mine_file_queries.double_control_periods
    mine_requirements = mine_file_queries.mine_requirements
    headcount_limits = mine_file_queries.headcount_limits
    contracting_periods = mine_file_queries.contracting_periods
    mechanisation = mine_file_queries.mechanisation
    monitoring_feeds = mine_file_queries.monitoring_feeds
    approval_gates = mine_file_queries.approval_gates
    orders = order_queries.orders
    order = order_queries.order
    order_publications = order_queries.order_publications
    study_duties = study_queries.study_duties
    study_duty = study_queries.study_duty
    regular_duties = regular_queries.regular_duties
    regular_duty = regular_queries.regular_duty
    document_numbers = order_queries.document_numbers
    document_series = order_queries.document_series
    numbered_documents = order_queries.numbered_documents
    equipment_register = equipment_queries.equipment_register
    equipment = equipment_queries.equipment
    equipment_offers = equipment_queries.equipment_offers
    equipment_chain = equipment_queries.equipment_chain
    safety_certificates = equipment_queries.safety_certificates
    equipment_inspections = equipment_queries.equipment_inspections
    rule_sets = rule_queries.rule_sets
    rule_set = rule_queries.rule_set
    rules_side_by_side = rule_queries.rules_side_by_side
    inspections = inspection_queries.inspections
    inspection = inspection_queries.inspection
