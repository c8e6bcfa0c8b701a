-- The register: people who are known before anybody rings. Days are written as one number, 20160312; an empty text means
-- that nothing is known. `home` and `line` are the first eight bytes of a SHA-256 over the normal form of postcode and
-- house number, and of the telephone number: equal for the same home and the same line.

-- Imported people, as their authority's own system has them; a second import updates by id. `changed` is the entry of the
-- record under which the row was last written. also_known_as and shared_on are JSON lists, or empty.
CREATE TABLE person (
  n             INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  kind          TEXT NOT NULL CHECK (kind IN ('child', 'adult')),
  forename      TEXT NOT NULL,
  surname       TEXT NOT NULL,
  also_known_as TEXT NOT NULL,
  birth         INTEGER,
  due           INTEGER,
  mother        TEXT NOT NULL,
  sex           TEXT,
  address       TEXT NOT NULL,
  postcode      TEXT NOT NULL,
  phone         TEXT NOT NULL,
  nhs_number    TEXT NOT NULL,
  upn           TEXT NOT NULL,
  open_to       TEXT NOT NULL,
  closed_on     INTEGER,
  closed_team   TEXT NOT NULL,
  plan          TEXT NOT NULL,
  shared_on     TEXT NOT NULL,
  home          INTEGER,
  line          INTEGER,
  changed       INTEGER NOT NULL,
  CHECK (birth IS NULL OR due IS NULL)
) STRICT;

CREATE INDEX person_home ON person (home) WHERE home IS NOT NULL;
CREATE INDEX person_line ON person (line) WHERE line IS NOT NULL;

-- Projection: children and adults named in this desk's own contacts, in the order the contact names them (n, from 0).
-- `subject` is 'child 1', 'person 2'. `who` is equal for the same first name, surname and birth date, `caller` for the
-- same caller. `shared` is when information sharing was last decided for the contact.
CREATE TABLE named (
  contact_id    INTEGER NOT NULL,
  n             INTEGER NOT NULL,
  subject       TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('child', 'adult')),
  forename      TEXT NOT NULL,
  surname       TEXT NOT NULL,
  also_known_as TEXT NOT NULL,
  birth         INTEGER,
  due           INTEGER,
  mother        TEXT NOT NULL,
  sex           TEXT,
  address       TEXT NOT NULL,
  postcode      TEXT NOT NULL,
  phone         TEXT NOT NULL,
  nhs_number    TEXT NOT NULL,
  upn           TEXT NOT NULL,
  received      INTEGER NOT NULL,
  caller        INTEGER,
  shared        INTEGER,
  who           INTEGER,
  home          INTEGER,
  line          INTEGER,
  PRIMARY KEY (contact_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX named_who ON named (who) WHERE who IS NOT NULL;
CREATE INDEX named_home ON named (home) WHERE home IS NOT NULL;
CREATE INDEX named_line ON named (line) WHERE line IS NOT NULL;
