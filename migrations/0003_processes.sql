-- How far each of the ledger's own processes has read. Only a saving of time: what they do, they do once anyhow.
CREATE TABLE ledger.process_position (
  process  text   PRIMARY KEY,
  position bigint NOT NULL
);
GRANT SELECT ON ledger.process_position TO ledger_app, ledger_reader;

CREATE FUNCTION ledger.save_process_position(of_process text, reached bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO ledger.process_position AS p (process, position) VALUES (of_process, reached)
  ON CONFLICT (process) DO UPDATE SET position = greatest(p.position, excluded.position)
$$;
REVOKE ALL ON FUNCTION ledger.save_process_position FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.save_process_position TO ledger_app;
