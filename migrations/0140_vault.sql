-- Under which vault the ledger seals: a mark that tells its key to who has it, and nothing to anybody else. Under another key
-- what was sealed cannot be read, and a person's number leads to nobody: a bar would be overlooked.
CREATE TABLE ledger.vault (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  mark bytea   NOT NULL
);
GRANT SELECT ON ledger.vault TO ledger_app;

-- The mark that stands; the first one stays.
CREATE FUNCTION ledger.bind_vault(its_mark bytea) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO ledger.vault (mark) VALUES (its_mark) ON CONFLICT DO NOTHING;
  RETURN (SELECT v.mark FROM ledger.vault v);
END
$$;
REVOKE ALL ON FUNCTION ledger.bind_vault FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.bind_vault TO ledger_app;
