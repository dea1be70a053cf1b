-- The three ways of the append, over events that carry their commands. What each promises has not changed: see
-- 0012_append_reads.sql for `ledger.append`, 0014_append_by_constraint.sql for `ledger.append_unopposed`.

-- Whether time is simulated, as a constant that plans take in: looking it up was a tenth of a single append. It follows
-- `ledger.identity`, and is null as long as nobody has said which ledger this is.
CREATE FUNCTION ledger.is_simulated() RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT NULL::boolean';

CREATE FUNCTION ledger.take_identity() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  EXECUTE format(
    'CREATE OR REPLACE FUNCTION ledger.is_simulated() RETURNS boolean LANGUAGE sql IMMUTABLE AS %L',
    format('SELECT %L::boolean', CASE WHEN TG_OP <> 'DELETE' THEN NEW.simulated END)
  );
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION ledger.take_identity FROM PUBLIC;
CREATE TRIGGER identity_taken AFTER INSERT OR UPDATE OR DELETE ON ledger.identity
  FOR EACH ROW EXECUTE FUNCTION ledger.take_identity();
UPDATE ledger.identity SET simulated = simulated;

-- One command of one event, which is nearly every command that comes alone: no arrays, and rows by value.
-- `seen` are the streams a decision rests on, and the event's own where it does not begin there. Null when something
-- stands against it, as with `ledger.append_unopposed`; a key that is violated says the same.
CREATE FUNCTION ledger.append_one(
  clock   timestamptz,
  seen    uuid[], seen_version integer[],
  command uuid, actor text, digest bytea, subject uuid, instant timestamptz,
  stream  uuid, version integer, type text, occurred_at timestamptz, body bytea
) RETURNS bytea -- position and recorded_at, eight bytes each: a row of two columns takes longer to send than to find
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  head   bigint;
  moment timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(7206230505);
  IF ledger.is_simulated() IS NULL
     OR current_setting('transaction_isolation') <> 'read committed'
     OR NOT ledger.is_simulated() AND clock_timestamp() - clock NOT BETWEEN '-60 s' AND '60 s' THEN
    RETURN NULL;
  END IF;
  IF cardinality(seen) > 0 AND EXISTS (
    SELECT FROM unnest(seen, seen_version) u(of_stream, at_version)
    WHERE u.at_version <> coalesce(
      (SELECT l.version FROM ledger.event l WHERE l.stream = u.of_stream ORDER BY l.version DESC LIMIT 1), 0
    )
  ) THEN
    RETURN NULL;
  END IF;
  SELECT l.position, l.recorded_at INTO head, moment FROM ledger.event l ORDER BY l.position DESC LIMIT 1;
  head := coalesce(head, 0) + 1;
  moment := greatest(moment, CASE WHEN ledger.is_simulated() THEN instant ELSE clock_timestamp() END);
  INSERT INTO ledger.event (
    position, stream, version, type, occurred_at, recorded_at, body, command, actor, digest, subject, last_position
  ) VALUES (head, stream, version, type, occurred_at, moment, body, command, actor, digest, subject, head);
  RETURN int8send(head) || timestamptz_send(moment);
END
$$;
REVOKE ALL ON FUNCTION ledger.append_one FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append_one TO ledger_app;

-- Any number of commands that nothing stands against. Commands stand beside their first events: `c_*` are null for the
-- others; `c_last` counts to the command's last event of this call, `e_instant` is the latest instant so far.
DROP FUNCTION ledger.append_unopposed(
  timestamptz, uuid[], integer[], text[], uuid[], bytea[], uuid[], integer[], integer[],
  uuid[], integer[], text[], timestamptz[], timestamptz[], bytea[]
);
CREATE FUNCTION ledger.append_unopposed(
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
    SELECT append_unopposed.head + u.n, u.stream, u.version, u.type, u.occurred_at,
           CASE WHEN append_unopposed.is_simulated THEN greatest(append_unopposed.moment, u.instant)
                ELSE append_unopposed.moment END,
           u.body, u.command, u.actor, u.digest, u.subject, append_unopposed.head + u.last
    FROM unnest(
      e_stream, e_version, e_type, e_occurred_at, e_instant, e_body, c_id, c_actor, c_digest, c_subject, c_last
    ) WITH ORDINALITY
      u(stream, version, type, occurred_at, instant, body, command, actor, digest, subject, last, n);
END
$$;
REVOKE ALL ON FUNCTION ledger.append_unopposed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append_unopposed TO ledger_app;

-- Any commands, with an outcome for each.
CREATE OR REPLACE FUNCTION ledger.append(
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
  e_begun      integer[] := array_fill(NULL::integer, ARRAY[greatest(cardinality(e_stream), 1)]);
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
        e_begun[from_event] := i; -- its first event carries the command
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
    INSERT INTO ledger.event (
      position, stream, version, type, occurred_at, recorded_at, body, command, actor, digest, subject, last_position
    )
      SELECT u.pos, streams[u.stream], u.version, u.type, u.occurred_at, u.recorded_at, u.body,
             c_id[u.begun], c_actor[u.begun], c_digest[u.begun], c_subject[u.begun], append.last[u.begun]
      FROM unnest(e_position, e_stream, e_version, e_type, e_occurred_at, e_recorded, e_body, e_begun)
        u(pos, stream, version, type, occurred_at, recorded_at, body, begun)
      WHERE u.pos IS NOT NULL;
    IF cardinality(o_command) > 0 THEN
      INSERT INTO ledger.opening (digest, position, ciphertext)
        SELECT u.digest, append.first[u.command], u.ciphertext
        FROM unnest(o_command, o_digest, o_ciphertext) u(command, digest, ciphertext)
        WHERE append.outcome[u.command] = 'accepted';
    END IF;
  END IF;
END
$$;
