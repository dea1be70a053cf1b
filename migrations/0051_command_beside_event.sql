-- A command is remembered on the row of its first event: a table of its own was a row, an index entry and a statement more
-- in every append. `ledger.command` stays as what it was to those who read it. What is there is carried over, and counted.
LOCK TABLE ledger.event, ledger.command IN ACCESS EXCLUSIVE MODE;

CREATE TABLE ledger.event_with_command (
  position      bigint      NOT NULL CHECK (position > 0),
  stream        uuid        NOT NULL,
  version       integer     NOT NULL CHECK (version > 0),
  type          text        NOT NULL,
  occurred_at   timestamptz NOT NULL,
  recorded_at   timestamptz NOT NULL,
  body          bytea       NOT NULL,
  command       uuid,       -- of a command's first event: the id it came under,
  actor         text,       -- from whom,
  digest        bytea,      -- of its body,
  subject       uuid,       -- what it was about,
  last_position bigint,     -- and where its last event stands
  CONSTRAINT event_command_whole CHECK (num_nulls(command, actor, digest, subject, last_position) IN (0, 5))
);
ALTER TABLE ledger.event_with_command ALTER COLUMN body SET STORAGE EXTERNAL;

INSERT INTO ledger.event_with_command
  SELECT e.position, e.stream, e.version, e.type, e.occurred_at, e.recorded_at, e.body,
         c.id, c.actor, c.digest, c.subject, c.last_position
  FROM ledger.event e LEFT JOIN ledger.command c ON c.first_position = e.position
  ORDER BY e.position;

DO $$
BEGIN
  IF (SELECT count(command) FROM ledger.event_with_command) <> (SELECT count(*) FROM ledger.command) THEN
    RAISE EXCEPTION 'a command without its first event stands in ledger.command';
  END IF;
END
$$;

DROP TABLE ledger.event, ledger.command;
ALTER TABLE ledger.event_with_command RENAME TO event;
ALTER TABLE ledger.event RENAME CONSTRAINT event_with_command_position_check TO event_position_check;
ALTER TABLE ledger.event RENAME CONSTRAINT event_with_command_version_check TO event_version_check;
ALTER TABLE ledger.event ADD PRIMARY KEY (position), ADD UNIQUE (stream, version);
CREATE INDEX event_type ON ledger.event (type, position);
CREATE UNIQUE INDEX event_command ON ledger.event (command, actor) WHERE command IS NOT NULL;
CREATE TRIGGER personal_data_erased AFTER INSERT ON ledger.event
  FOR EACH ROW WHEN (NEW.type = 'PersonalDataErased') EXECUTE FUNCTION ledger.erase_opening();

CREATE VIEW ledger.command AS
  SELECT actor, command AS id, digest, subject, position AS first_position, last_position
  FROM ledger.event WHERE command IS NOT NULL;
GRANT SELECT ON ledger.event, ledger.command TO ledger_app, ledger_projector, ledger_reader;
ANALYZE ledger.event;
