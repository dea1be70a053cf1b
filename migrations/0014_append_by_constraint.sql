-- The short way of the append, with as little under the lock as there can be: what constraints see is not looked up first.
--
-- It writes exactly what `ledger.append` would write, or nothing. A stream that begins here and has events already, and a
-- command that is known, violate a key: nothing is written, and the caller goes to `ledger.append`, which says for each
-- command what became of it. For everything else that stands against it `head` is null, and the caller does the same.
-- `seen` are the streams that are gone on with, and those that a decision rests on, with the versions they must have.
-- Commands and events come in arrival order; the events of a stream have versions without a gap. `c_first` and `c_last` are
-- the command's first and last event of this call; `e_instant` is the latest instant so far.
DROP FUNCTION ledger.append_unopposed(
  timestamptz, uuid[], integer[], text[], uuid[], bytea[], uuid[], integer[], integer[],
  integer[], integer[], text[], timestamptz[], timestamptz[], bytea[]
);

CREATE FUNCTION ledger.append_unopposed(
  clock     timestamptz,
  seen      uuid[], seen_version integer[],
  c_actor   text[], c_id uuid[], c_digest bytea[], c_subject uuid[], c_first integer[], c_last integer[],
  e_stream  uuid[], e_version integer[], e_type text[], e_occurred_at timestamptz[], e_instant timestamptz[],
  e_body    bytea[],
  OUT head bigint,          -- the last position before this call
  OUT moment timestamptz,   -- recorded_at of all; on a simulated ledger that of the last event before this call
  OUT is_simulated boolean
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7206230505);
  SELECT coalesce(e.position, 0), i.simulated, e.recorded_at INTO head, is_simulated, moment
    FROM ledger.identity i
    LEFT JOIN LATERAL (SELECT l.position, l.recorded_at FROM ledger.event l ORDER BY l.position DESC LIMIT 1) e ON true;
  IF current_setting('transaction_isolation') <> 'read committed'
     OR c_last[cardinality(c_last)] <> cardinality(e_stream)
     OR NOT is_simulated AND clock_timestamp() - clock NOT BETWEEN '-60 s' AND '60 s' THEN
    head := NULL;
    RETURN;
  END IF;
  IF cardinality(seen) > 0 AND EXISTS (
    SELECT FROM unnest(seen, seen_version) u(stream, version)
    WHERE u.version <> coalesce(
      (SELECT l.version FROM ledger.event l WHERE l.stream = u.stream ORDER BY l.version DESC LIMIT 1), 0
    )
  ) THEN
    head := NULL;
    RETURN;
  END IF;
  IF NOT is_simulated THEN
    moment := greatest(moment, clock_timestamp());
  END IF;
  INSERT INTO ledger.event (position, stream, version, type, occurred_at, recorded_at, body)
    SELECT append_unopposed.head + u.n, u.stream, u.version, u.type, u.occurred_at,
           CASE WHEN append_unopposed.is_simulated THEN greatest(append_unopposed.moment, u.instant)
                ELSE append_unopposed.moment END,
           u.body
    FROM unnest(e_stream, e_version, e_type, e_occurred_at, e_instant, e_body) WITH ORDINALITY
      u(stream, version, type, occurred_at, instant, body, n);
  INSERT INTO ledger.command (actor, id, digest, subject, first_position, last_position)
    SELECT u.actor, u.id, u.digest, u.subject, append_unopposed.head + u.first, append_unopposed.head + u.last
    FROM unnest(c_actor, c_id, c_digest, c_subject, c_first, c_last) u(actor, id, digest, subject, first, last);
END
$$;

REVOKE ALL ON FUNCTION ledger.append_unopposed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append_unopposed TO ledger_app;
