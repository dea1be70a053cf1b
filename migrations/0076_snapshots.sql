-- Aggregates as they were folded up to a version: only a saving of time. What stands here can go at any moment, and is used
-- only where the events it was folded from, the code that folds them and the mark made outside the database still agree.
CREATE TABLE ledger.snapshot (
  stream  uuid    PRIMARY KEY,
  version integer NOT NULL CHECK (version > 0),
  fold    bytea   NOT NULL, -- digest of the code that folds
  body    bytea   NOT NULL,
  mark    bytea   NOT NULL
);
ALTER TABLE ledger.snapshot SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
GRANT SELECT ON ledger.snapshot TO ledger_app, ledger_reader;

CREATE FUNCTION ledger.keep_snapshot(of_stream uuid, at_version integer, by_fold bytea, state bytea, its_mark bytea)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO ledger.snapshot AS s (stream, version, fold, body, mark)
    VALUES (of_stream, at_version, by_fold, state, its_mark)
  ON CONFLICT (stream) DO UPDATE
    SET version = excluded.version, fold = excluded.fold, body = excluded.body, mark = excluded.mark
    WHERE s.fold <> excluded.fold OR s.version < excluded.version
$$;
REVOKE ALL ON FUNCTION ledger.keep_snapshot FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.keep_snapshot TO ledger_app;
