-- What a command has looked at and not changed is checked with the rest: `r_command` read `streams[r_stream]` at version
-- `r_version`, and where that is no longer so, it is a conflict like any other. A decision so never rests on a state that
-- was over when it was taken, and callers may keep aggregates from one command to the next.
-- `ledger.append_unopposed` needs no more than it has: such streams stand in `streams` and `bases` without events.
DROP FUNCTION ledger.append(
  timestamptz, uuid[], text[], uuid[], bytea[], uuid[], timestamptz[], integer[],
  integer[], integer[], text[], timestamptz[], bytea[], integer[], text[], bytea[]
);

CREATE FUNCTION ledger.append(
  clock     timestamptz,
  streams   uuid[],
  c_actor   text[], c_id uuid[], c_digest bytea[], c_subject uuid[], c_instant timestamptz[], c_events integer[],
  e_stream  integer[], e_version integer[], e_type text[], e_occurred_at timestamptz[], e_body bytea[],
  r_command integer[], r_stream integer[], r_version integer[],
  o_command integer[], o_digest text[], o_ciphertext bytea[],
  OUT outcome text[],            -- accepted | repeated | reused | conflict
  OUT first bigint[], OUT last bigint[],
  OUT recorded_at timestamptz[], -- of accepted commands
  OUT subject uuid[]             -- the first outcome's, where the command was known; else null
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan -- array lengths vary; planning anew each time doubled the latency
AS $$
DECLARE
  is_simulated boolean;
  head         bigint;
  moment       timestamptz;
  versions     integer[];
  known_same   boolean[];
  e_position   bigint[] := array_fill(NULL::bigint, ARRAY[greatest(cardinality(e_stream), 1)]);
  e_recorded   timestamptz[] := array_fill(NULL::timestamptz, ARRAY[greatest(cardinality(e_stream), 1)]);
  fits         boolean;
  from_event   integer := 1;
  to_event     integer;
  from_read    integer := 1;
  j            integer;
BEGIN
  recorded_at := array_fill(NULL::timestamptz, ARRAY[cardinality(c_id)]);
  outcome := array_fill('conflict'::text, ARRAY[cardinality(c_id)]);
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'ledger.append needs READ COMMITTED' USING ERRCODE = 'LG001';
  END IF;
  IF 1 > ANY (c_events) THEN
    RAISE EXCEPTION 'a command without events' USING ERRCODE = 'LG003';
  END IF;
  PERFORM pg_advisory_xact_lock(7206230505);

  -- One statement for all that the checks need: each statement more costs as much as the look-ups in it.
  SELECT i.simulated, e.position, e.recorded_at, v.versions, k.first, k.last, k.same, k.subject
    INTO STRICT is_simulated, head, moment, versions, first, last, known_same, subject
    FROM ledger.identity i
    LEFT JOIN LATERAL (SELECT l.position, l.recorded_at FROM ledger.event l ORDER BY l.position DESC LIMIT 1) e ON true
    CROSS JOIN LATERAL (
      SELECT array_agg(coalesce((SELECT max(l.version) FROM ledger.event l WHERE l.stream = u.stream), 0) ORDER BY u.n)
        AS versions
      FROM unnest(streams) WITH ORDINALITY u(stream, n)
    ) v
    CROSS JOIN LATERAL (
      SELECT array_agg(c.first_position ORDER BY u.n) AS first, array_agg(c.last_position ORDER BY u.n) AS last,
             array_agg(c.digest = u.digest ORDER BY u.n) AS same, array_agg(c.subject ORDER BY u.n) AS subject
      FROM unnest(c_actor, c_id, c_digest) WITH ORDINALITY u(actor, id, digest, n)
      LEFT JOIN ledger.command c ON c.actor = u.actor AND c.id = u.id
    ) k;
  IF NOT is_simulated AND abs(extract(epoch FROM clock_timestamp() - clock)) > 60 THEN
    RAISE EXCEPTION 'caller''s clock % and ledger''s clock % differ by more than a minute', clock, clock_timestamp()
      USING ERRCODE = 'LG002';
  END IF;
  head := coalesce(head, 0);

  FOR i IN 1 .. cardinality(c_id) LOOP
    to_event := from_event + c_events[i] - 1;
    fits := true;
    WHILE r_command[from_read] = i LOOP
      fits := fits AND r_version[from_read] = versions[r_stream[from_read]];
      from_read := from_read + 1;
    END LOOP;
    IF first[i] IS NOT NULL THEN
      outcome[i] := CASE WHEN known_same[i] THEN 'repeated' ELSE 'reused' END;
    ELSE
      j := from_event;
      WHILE fits AND j <= to_event LOOP
        IF e_version[j] = versions[e_stream[j]] + 1 THEN
          versions[e_stream[j]] := e_version[j];
          j := j + 1;
        ELSE
          fits := false;
        END IF;
      END LOOP;
      IF fits THEN
        moment := greatest(moment, CASE WHEN is_simulated THEN c_instant[i] ELSE clock_timestamp() END);
        first[i] := head + 1;
        FOR k IN from_event .. to_event LOOP
          head := head + 1;
          e_position[k] := head;
          e_recorded[k] := moment;
        END LOOP;
        last[i] := head;
        recorded_at[i] := moment;
        outcome[i] := 'accepted';
      ELSE
        WHILE j > from_event LOOP
          j := j - 1;
          versions[e_stream[j]] := versions[e_stream[j]] - 1;
        END LOOP;
      END IF;
    END IF;
    from_event := to_event + 1;
  END LOOP;

  IF 'accepted' = ANY (outcome) THEN
    WITH written AS (
      INSERT INTO ledger.event (position, stream, version, type, occurred_at, recorded_at, body)
        SELECT u.pos, streams[u.stream], u.version, u.type, u.occurred_at, u.recorded_at, u.body
        FROM unnest(e_position, e_stream, e_version, e_type, e_occurred_at, e_recorded, e_body)
          u(pos, stream, version, type, occurred_at, recorded_at, body)
        WHERE u.pos IS NOT NULL
    )
    INSERT INTO ledger.command (actor, id, digest, subject, first_position, last_position)
      SELECT u.actor, u.id, u.digest, u.subject, u.first, u.last
      FROM unnest(c_actor, c_id, c_digest, c_subject, append.first, append.last, append.outcome)
        u(actor, id, digest, subject, first, last, outcome)
      WHERE u.outcome = 'accepted';
    IF cardinality(o_command) > 0 THEN
      INSERT INTO ledger.opening (digest, position, ciphertext)
        SELECT u.digest, append.first[u.command], u.ciphertext
        FROM unnest(o_command, o_digest, o_ciphertext) u(command, digest, ciphertext)
        WHERE append.outcome[u.command] = 'accepted';
    END IF;
  END IF;
END
$$;

REVOKE ALL ON FUNCTION ledger.append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append TO ledger_app;
