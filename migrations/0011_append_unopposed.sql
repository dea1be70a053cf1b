-- The append of commands that nothing stands against, which is nearly all of them, in two statements.
--
-- It writes exactly what `ledger.append` would write, or nothing: where a command is known, a version is not as expected
-- or a check fails, `head` is null, and the caller goes to `ledger.append`, which says for each command what became of it.
-- Commands and events come in arrival order. What the caller has counted up before the lock is not counted again under it:
-- `streams` are distinct, `bases` their versions before this call, from which their events go on without a gap; `c_first`
-- and `c_last` are the command's first and last event of this call; `e_instant` is the latest instant so far.
CREATE FUNCTION ledger.append_unopposed(
  clock     timestamptz,
  streams   uuid[], bases integer[],
  c_actor   text[], c_id uuid[], c_digest bytea[], c_subject uuid[], c_first integer[], c_last integer[],
  e_stream  integer[], e_version integer[], e_type text[], e_occurred_at timestamptz[], e_instant timestamptz[],
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
  SELECT coalesce(e.position, 0), i.simulated,
         CASE WHEN i.simulated THEN e.recorded_at ELSE greatest(e.recorded_at, clock_timestamp()) END
    INTO head, is_simulated, moment
    FROM ledger.identity i
    LEFT JOIN LATERAL (SELECT l.position, l.recorded_at FROM ledger.event l ORDER BY l.position DESC LIMIT 1) e ON true
    WHERE current_setting('transaction_isolation') = 'read committed'
      AND (i.simulated OR abs(extract(epoch FROM clock_timestamp() - clock)) <= 60)
      AND c_last[cardinality(c_last)] = cardinality(e_stream)
      AND NOT EXISTS (SELECT FROM ledger.command c WHERE c.id = ANY (c_id)) -- of whatever actor: the long way tells
      AND NOT EXISTS (
        SELECT FROM unnest(streams, bases) u(stream, base)
        WHERE u.base <> coalesce(
          (SELECT l.version FROM ledger.event l WHERE l.stream = u.stream ORDER BY l.version DESC LIMIT 1), 0
        )
      );
  IF head IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO ledger.event (position, stream, version, type, occurred_at, recorded_at, body)
    SELECT append_unopposed.head + u.n, streams[u.stream], u.version, u.type, u.occurred_at,
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

-- The id alone tells commands apart nearly always: compared first, the actor's text is hardly ever looked at.
ALTER TABLE ledger.command DROP CONSTRAINT command_pkey;
ALTER TABLE ledger.command ADD PRIMARY KEY (id, actor);
