-- What an append need not do for every row. Whether a command stands whole beside its event is what `ledger.append*`
-- write and nobody else: looking at it made every insert read the constraint anew, for as long as an index entry takes.
ALTER TABLE ledger.event DROP CONSTRAINT event_command_whole;

-- A batch is taken from its arrays by number: a table of eleven columns out of eleven arrays was a store for each of them.
CREATE OR REPLACE FUNCTION ledger.append_unopposed(
  clock     timestamptz,
  seen      uuid[], seen_version integer[],
  c_actor   text[], c_id uuid[], c_digest bytea[], c_subject uuid[], c_last integer[],
  e_stream  uuid[], e_version integer[], e_type text[], e_occurred_at timestamptz[], e_instant timestamptz[],
  e_body    bytea[],
  OUT head bigint,          -- the last position before this call
  OUT moment timestamptz,   -- recorded_at of all; on a simulated ledger that of the last event before this call
  OUT is_simulated boolean
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  latest bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7206230505);
  is_simulated := ledger.is_simulated();
  IF is_simulated IS NULL
     OR current_setting('transaction_isolation') <> 'read committed'
     OR c_id[1] IS NULL
     OR NOT is_simulated AND clock_timestamp() - clock NOT BETWEEN '-60 s' AND '60 s' THEN
    RETURN;
  END IF;
  IF cardinality(seen) > 0 AND EXISTS (
    SELECT FROM unnest(seen, seen_version) u(stream, version)
    WHERE u.version <> coalesce(
      (SELECT l.version FROM ledger.event l WHERE l.stream = u.stream ORDER BY l.version DESC LIMIT 1), 0
    )
  ) THEN
    RETURN;
  END IF;
  SELECT l.position, l.recorded_at INTO latest, moment FROM ledger.event l ORDER BY l.position DESC LIMIT 1;
  head := coalesce(latest, 0);
  IF NOT is_simulated THEN
    moment := greatest(moment, clock_timestamp());
  END IF;
  INSERT INTO ledger.event (
    position, stream, version, type, occurred_at, recorded_at, body, command, actor, digest, subject, last_position
  )
    SELECT head + n, e_stream[n], e_version[n], e_type[n], e_occurred_at[n],
           CASE WHEN is_simulated THEN greatest(moment, e_instant[n]) ELSE moment END,
           e_body[n], c_id[n], c_actor[n], c_digest[n], c_subject[n], head + c_last[n]
    FROM generate_series(1, cardinality(e_stream)) n;
END
$$;
