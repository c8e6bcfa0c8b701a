-- Projection: who may open the desk, from its own events. A training desk has nobody here.

CREATE TABLE staff (
  user        TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('worker', 'manager', 'viewer')),
  active      INTEGER NOT NULL CHECK (active IN (0, 1)),
  since       INTEGER NOT NULL,
  must_change INTEGER NOT NULL CHECK (must_change IN (0, 1))
) STRICT, WITHOUT ROWID;
