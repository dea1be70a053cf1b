-- The append contract: outcomes in arrival order, one round trip, one flush for all that wait.
--
-- Commands and events come as parallel arrays; an event names its command by count (c_events) and its stream by
-- index into `streams`, which must be distinct. One command id may stand once in a call. Callers sort out the rest.
-- Checks come before the inserts, so that no subtransaction is needed and a conflict costs nothing.
CREATE TYPE ledger.append_outcome AS (
  outcome     text,        -- accepted | repeated | reused | conflict
  first       bigint,
  last        bigint,
  recorded_at timestamptz, -- of an accepted command
  subject     uuid
);

CREATE FUNCTION ledger.append(
  clock     timestamptz,
  streams   uuid[],
  c_actor   text[], c_id uuid[], c_digest bytea[], c_subject uuid[], c_instant timestamptz[], c_events integer[],
  e_stream  integer[], e_version integer[], e_type text[], e_occurred_at timestamptz[], e_body bytea[],
  o_command integer[], o_digest text[], o_ciphertext bytea[]
) RETURNS SETOF ledger.append_outcome
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  is_simulated boolean;
  head         bigint;
  moment       timestamptz;
  versions     integer[];
  known_first  bigint[];
  known_last   bigint[];
  known_same   boolean[];
  known_subject uuid[];
  e_position   bigint[] := array_fill(NULL::bigint, ARRAY[greatest(cardinality(e_stream), 1)]);
  e_recorded   timestamptz[] := array_fill(NULL::timestamptz, ARRAY[greatest(cardinality(e_stream), 1)]);
  c_first      bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(c_id)]);
  c_last       bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(c_id)]);
  results      ledger.append_outcome[];
  fits         boolean;
  from_event   integer := 1;
  to_event     integer;
  j            integer;
  any_accepted boolean := false;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'ledger.append needs READ COMMITTED' USING ERRCODE = 'LG001';
  END IF;
  IF 1 > ANY (c_events) THEN
    RAISE EXCEPTION 'a command without events' USING ERRCODE = 'LG003';
  END IF;
  PERFORM pg_advisory_xact_lock(7206230505);

  SELECT i.simulated INTO STRICT is_simulated FROM ledger.identity i;
  IF NOT is_simulated AND abs(extract(epoch FROM clock_timestamp() - clock)) > 60 THEN
    RAISE EXCEPTION 'caller''s clock % and ledger''s clock % differ by more than a minute', clock, clock_timestamp()
      USING ERRCODE = 'LG002';
  END IF;
  SELECT e.position, e.recorded_at INTO head, moment FROM ledger.event e ORDER BY e.position DESC LIMIT 1;
  head := coalesce(head, 0);

  SELECT array_agg(coalesce((SELECT max(e.version) FROM ledger.event e WHERE e.stream = u.stream), 0) ORDER BY u.n)
    INTO versions FROM unnest(streams) WITH ORDINALITY u(stream, n);
  SELECT array_agg(k.first_position ORDER BY u.n), array_agg(k.last_position ORDER BY u.n),
         array_agg(k.digest = u.digest ORDER BY u.n), array_agg(k.subject ORDER BY u.n)
    INTO known_first, known_last, known_same, known_subject
    FROM unnest(c_actor, c_id, c_digest) WITH ORDINALITY u(actor, id, digest, n)
    LEFT JOIN ledger.command k ON k.actor = u.actor AND k.id = u.id;

  FOR i IN 1 .. cardinality(c_id) LOOP
    to_event := from_event + c_events[i] - 1;
    IF known_first[i] IS NOT NULL THEN
      results[i] := ROW(CASE WHEN known_same[i] THEN 'repeated' ELSE 'reused' END,
                        known_first[i], known_last[i], NULL, known_subject[i]);
    ELSE
      fits := true;
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
        any_accepted := true;
        moment := greatest(moment, CASE WHEN is_simulated THEN c_instant[i] ELSE clock_timestamp() END);
        c_first[i] := head + 1;
        FOR k IN from_event .. to_event LOOP
          head := head + 1;
          e_position[k] := head;
          e_recorded[k] := moment;
        END LOOP;
        c_last[i] := head;
        results[i] := ROW('accepted', c_first[i], head, moment, c_subject[i]);
      ELSE
        WHILE j > from_event LOOP
          j := j - 1;
          versions[e_stream[j]] := versions[e_stream[j]] - 1;
        END LOOP;
        results[i] := ROW('conflict', NULL, NULL, NULL, c_subject[i]);
      END IF;
    END IF;
    from_event := to_event + 1;
  END LOOP;

  IF any_accepted THEN
    INSERT INTO ledger.event (position, stream, version, type, occurred_at, recorded_at, body)
      SELECT u.pos, streams[u.stream], u.version, u.type, u.occurred_at, u.recorded_at, u.body
      FROM unnest(e_position, e_stream, e_version, e_type, e_occurred_at, e_recorded, e_body)
        u(pos, stream, version, type, occurred_at, recorded_at, body)
      WHERE u.pos IS NOT NULL;
    INSERT INTO ledger.command (actor, id, digest, subject, first_position, last_position)
      SELECT u.actor, u.id, u.digest, u.subject, u.first, u.last
      FROM unnest(c_actor, c_id, c_digest, c_subject, c_first, c_last) u(actor, id, digest, subject, first, last)
      WHERE u.first IS NOT NULL;
    INSERT INTO ledger.opening (digest, position, ciphertext)
      SELECT u.digest, c_first[u.command], u.ciphertext
      FROM unnest(o_command, o_digest, o_ciphertext) u(command, digest, ciphertext)
      WHERE c_first[u.command] IS NOT NULL;
  END IF;
  RETURN QUERY SELECT r.outcome, r.first, r.last, r.recorded_at, r.subject FROM unnest(results) WITH ORDINALITY r(outcome, first, last, recorded_at, subject, n)
    ORDER BY r.n;
END
$$;

REVOKE ALL ON FUNCTION ledger.append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append TO ledger_app;
