-- Everything derived: tables here are made by the projector from declarations, and can be dropped and built again.
CREATE SCHEMA views;
GRANT USAGE, CREATE ON SCHEMA views TO ledger_projector;
GRANT USAGE ON SCHEMA views TO ledger_app, ledger_reader;

CREATE TABLE views.control (
  view        text    NOT NULL,
  generation  integer NOT NULL,
  version     integer NOT NULL,
  declaration text    NOT NULL,
  table_name  text    NOT NULL UNIQUE,
  state       text    NOT NULL CHECK (state IN ('building', 'live', 'stopped')),
  position    bigint  NOT NULL DEFAULT 0,
  error       text,
  PRIMARY KEY (view, generation)
);
CREATE UNIQUE INDEX control_one_serves ON views.control (view) WHERE state IN ('live', 'stopped');
ALTER TABLE views.control SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON views.control TO ledger_projector;
GRANT SELECT ON views.control TO ledger_app, ledger_reader;
