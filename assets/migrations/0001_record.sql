-- The record of a desk. Events are the record; `contact` and `clock` are projections that can be made again from them.
-- Times are milliseconds of 1970-01-01 00:00 UTC. Never edit a released step: add the next one.

PRAGMA application_id = 1146442841; -- "DUTY"

-- Facts about the desk itself: its vault id, key generation, kind, the last contact number given, ...
CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- What happened, in order, each row bound to the one before it. contact_id 0 is the desk itself.
CREATE TABLE event (
  seq         INTEGER PRIMARY KEY,
  contact_id  INTEGER NOT NULL CHECK (contact_id >= 0),
  contact_seq INTEGER NOT NULL CHECK (contact_seq >= 1),
  at          INTEGER NOT NULL,
  actor       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  body_hash   BLOB NOT NULL,
  prev        BLOB NOT NULL,
  hash        BLOB NOT NULL,
  UNIQUE (contact_id, contact_seq)
) STRICT;

-- What each event says, apart, so that lawful erasure can take it away and leave the chain whole. The salt keeps a
-- short text from being guessed from its hash once it is gone.
CREATE TABLE body (
  seq  INTEGER PRIMARY KEY,
  salt BLOB NOT NULL,
  text TEXT NOT NULL
) STRICT;

-- Which bodies were lawfully erased, and the event that did it. Without a row here a missing body is an alarm.
CREATE TABLE tombstone (
  seq       INTEGER PRIMARY KEY,
  erased_by INTEGER NOT NULL CHECK (erased_by > seq)
) STRICT;

-- ROLLBACK here, INSERT OR ROLLBACK in the program, no function call and no foreign key: a statement that cannot stop
-- half-way keeps no journal of its own, which would cost more than the insert.
CREATE TRIGGER event_continues_the_chain BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
  OR NEW.prev IS NOT coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), x'0000000000000000000000000000000000000000000000000000000000000000')
  OR NEW.contact_seq IS NOT (SELECT coalesce(max(contact_seq), 0) + 1 FROM event WHERE contact_id = NEW.contact_id)
BEGIN
  SELECT RAISE(ROLLBACK, 'the record only grows at its end');
END;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN
  SELECT RAISE(ABORT, 'the record is never changed');
END;

CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
BEGIN
  SELECT RAISE(ABORT, 'nothing is ever removed from the record');
END;

CREATE TRIGGER body_is_written_once BEFORE INSERT ON body
WHEN NEW.seq IS NOT (SELECT max(seq) FROM event) OR EXISTS (SELECT 1 FROM body WHERE seq = NEW.seq)
BEGIN
  SELECT RAISE(ROLLBACK, 'a body is written with its event');
END;

CREATE TRIGGER body_is_never_changed BEFORE UPDATE ON body
BEGIN
  SELECT RAISE(ABORT, 'the record is never changed');
END;

CREATE TRIGGER body_goes_only_by_erasure BEFORE DELETE ON body
WHEN NOT EXISTS (SELECT 1 FROM tombstone WHERE seq = OLD.seq)
BEGIN
  SELECT RAISE(ABORT, 'a body is removed only under a retention rule');
END;

CREATE TRIGGER tombstone_is_never_changed BEFORE UPDATE ON tombstone
BEGIN
  SELECT RAISE(ABORT, 'the record is never changed');
END;

CREATE TRIGGER tombstone_is_never_removed BEFORE DELETE ON tombstone
BEGIN
  SELECT RAISE(ABORT, 'nothing is ever removed from the record');
END;

-- A call being taken. One row a call, under the number its contact will have. `head` is what the board shows of it and
-- `body` all that was typed (JSON). holder (JSON), boot, pid and started name who holds it, and in which process; token
-- grows with every change of hands.
CREATE TABLE draft (
  contact_id INTEGER PRIMARY KEY,
  holder     TEXT NOT NULL,
  boot       TEXT NOT NULL,
  pid        INTEGER NOT NULL,
  started    INTEGER NOT NULL,
  token      INTEGER NOT NULL,
  head       TEXT NOT NULL,
  body       TEXT NOT NULL
) STRICT;

-- What is being typed into an action's box on a contact, by whom and in which process, until it is sent or dropped.
CREATE TABLE box (
  contact_id INTEGER NOT NULL,
  action     TEXT NOT NULL,
  user       TEXT NOT NULL,
  boot       TEXT NOT NULL,
  pid        INTEGER NOT NULL,
  started    INTEGER NOT NULL,
  saved_at   INTEGER NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (contact_id, action, user, boot, pid, started)
) STRICT, WITHOUT ROWID;

-- Projection: one row a contact, with all that the board shows of it (summary, JSON). version is the contact_seq of
-- its last event. next_due is the largest integer when nothing is due.
CREATE TABLE contact (
  id       INTEGER PRIMARY KEY,
  version  INTEGER NOT NULL,
  open     INTEGER NOT NULL CHECK (open IN (0, 1)),
  next_due INTEGER NOT NULL,
  received INTEGER NOT NULL,
  rating   TEXT,
  route    TEXT,
  owner    TEXT,
  summary  TEXT NOT NULL
) STRICT;

-- The board: open contacts by their next duty, so that a page is found without looking at a closed one.
CREATE INDEX contact_board ON contact (next_due) WHERE open = 1;

-- Projection: every clock that ever started on a contact, in the order they started (n, from 0).
CREATE TABLE clock (
  contact_id INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  clock      TEXT NOT NULL,
  subject    TEXT,
  started_at INTEGER NOT NULL,
  due        INTEGER,
  act_by     INTEGER,
  stopped_at INTEGER,
  met        INTEGER CHECK (met IN (0, 1)),
  PRIMARY KEY (contact_id, n)
) STRICT, WITHOUT ROWID;

-- Projection: when each person last opened each contact, as recorded.
CREATE TABLE viewed (
  user       TEXT NOT NULL,
  contact_id INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  PRIMARY KEY (user, contact_id)
) STRICT, WITHOUT ROWID;
