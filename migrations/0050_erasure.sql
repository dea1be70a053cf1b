-- Erasing sealed personal data: the opening goes in the transaction that records that it goes, and in no other.
--
-- Nobody but the record itself can remove an opening: the event is what removes it. Where the event stands and the opening
-- still does (triggers were off, a table was restored by itself), `ledger.repair_erasures` makes the two agree again.
CREATE FUNCTION ledger.erase_opening() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  DELETE FROM ledger.opening o WHERE o.digest = convert_from(NEW.body, 'UTF8')::jsonb #>> '{data,digest}';
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION ledger.erase_opening FROM PUBLIC;

CREATE TRIGGER personal_data_erased AFTER INSERT ON ledger.event
  FOR EACH ROW WHEN (NEW.type = 'PersonalDataErased') EXECUTE FUNCTION ledger.erase_opening();

CREATE FUNCTION ledger.repair_erasures() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH gone AS (
    DELETE FROM ledger.opening o USING ledger.event e
      WHERE e.type = 'PersonalDataErased' AND o.digest = convert_from(e.body, 'UTF8')::jsonb #>> '{data,digest}'
      RETURNING 1
  )
  SELECT count(*) FROM gone
$$;
REVOKE ALL ON FUNCTION ledger.repair_erasures FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.repair_erasures TO ledger_app;

-- What was erased does not stay behind as a dead row for longer than it has to.
ALTER TABLE ledger.opening SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
