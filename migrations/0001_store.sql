-- The event store: what happened, in one order without gaps, appended and never changed.
CREATE SCHEMA ledger;

CREATE TABLE ledger.identity (
  one        boolean     PRIMARY KEY DEFAULT true CHECK (one),
  origin     text        NOT NULL,
  simulated  boolean     NOT NULL,
  division   text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE ledger.event (
  position    bigint      PRIMARY KEY CHECK (position > 0),
  stream      uuid        NOT NULL,
  version     integer     NOT NULL CHECK (version > 0),
  type        text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  body        bytea       NOT NULL,
  UNIQUE (stream, version)
);
CREATE INDEX event_type ON ledger.event (type, position);
ALTER TABLE ledger.event ALTER COLUMN body SET STORAGE EXTERNAL;

-- Positions have no gaps and recorded_at never falls: halving finds the moment without an index to keep.
CREATE FUNCTION ledger.position_at(moment timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  low  bigint := 0;
  high bigint := coalesce((SELECT max(e.position) FROM ledger.event e), 0);
  mid  bigint;
BEGIN
  WHILE low < high LOOP
    mid := (low + high + 1) / 2;
    IF (SELECT e.recorded_at <= moment FROM ledger.event e WHERE e.position = mid) THEN
      low := mid;
    ELSE
      high := mid - 1;
    END IF;
  END LOOP;
  RETURN low;
END
$$;

CREATE TABLE ledger.command (
  actor          text   NOT NULL,
  id             uuid   NOT NULL,
  digest         bytea  NOT NULL,
  subject        uuid   NOT NULL,
  first_position bigint NOT NULL,
  last_position  bigint NOT NULL,
  PRIMARY KEY (actor, id)
);

CREATE TABLE ledger.opening (
  digest     text   PRIMARY KEY,
  position   bigint NOT NULL,
  ciphertext bytea  NOT NULL
);

GRANT USAGE ON SCHEMA ledger TO ledger_app, ledger_projector, ledger_reader;
GRANT SELECT ON ledger.identity, ledger.event, ledger.command TO ledger_app, ledger_projector, ledger_reader;
GRANT SELECT ON ledger.opening TO ledger_app;
