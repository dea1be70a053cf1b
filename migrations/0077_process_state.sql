-- What processes that time drives know, kept so that they need not read the whole record at each start. Derived, and made anew
-- from the record wherever it is missing, spoiled, or of other rules or other code than those that run.
CREATE TABLE ledger.process_state (
  process  text    PRIMARY KEY,
  revision bigint  NOT NULL, -- counts the savings: two that keep one process at once do not mix what they know
  position bigint  NOT NULL, -- how far in the record it had come
  code     bytea   NOT NULL, -- digest of rules and code
  body     bytea   NOT NULL,
  mark     bytea   NOT NULL
);

CREATE TABLE ledger.process_part (
  process text        NOT NULL,
  subject uuid        NOT NULL,
  moment  timestamptz,          -- when it is to be looked at, if nothing more is recorded about it
  body    bytea       NOT NULL,
  mark    bytea       NOT NULL,
  PRIMARY KEY (process, subject)
);
CREATE INDEX process_part_awaited ON ledger.process_part (process, moment, subject) WHERE moment IS NOT NULL;
GRANT SELECT ON ledger.process_state, ledger.process_part TO ledger_app, ledger_reader;

-- Whether it was saved: not where somebody else has saved since `since_revision` (0: nothing was found).
CREATE FUNCTION ledger.save_process_state(
  of_process text, since_revision bigint, at_position bigint, by_code bytea, whole bytea, its_mark bytea,
  subjects uuid[], moments timestamptz[], bodies bytea[], marks bytea[]
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF since_revision = 0 THEN
    INSERT INTO ledger.process_state VALUES (of_process, 1, at_position, by_code, whole, its_mark) ON CONFLICT DO NOTHING;
  ELSE
    UPDATE ledger.process_state s
      SET revision = since_revision + 1, position = at_position, code = by_code, body = whole, mark = its_mark
      WHERE s.process = of_process AND s.revision = since_revision;
  END IF;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO ledger.process_part AS p (process, subject, moment, body, mark)
    SELECT of_process, u.subject, u.moment, u.body, u.mark FROM unnest(subjects, moments, bodies, marks)
      u(subject, moment, body, mark)
  ON CONFLICT (process, subject) DO UPDATE SET moment = excluded.moment, body = excluded.body, mark = excluded.mark;
  RETURN true;
END
$$;

CREATE FUNCTION ledger.forget_process_state(of_process text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  DELETE FROM ledger.process_state s WHERE s.process = of_process;
  DELETE FROM ledger.process_part p WHERE p.process = of_process;
$$;
REVOKE ALL ON FUNCTION ledger.save_process_state, ledger.forget_process_state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.save_process_state, ledger.forget_process_state TO ledger_app;
