-- Closed contacts by where they went and when they came, so that those whose retention time is over are found without reading
-- the others; and the few events that holds and erasures are read from. A query must name the same kinds to use it.

CREATE INDEX contact_closed ON contact (route, received) WHERE open = 0;

CREATE INDEX event_retention ON event (kind, seq)
WHERE
  kind = 'held' OR kind = 'draft-discarded' OR kind = 'erasure-proposed' OR
  kind = 'erasure-refused' OR kind = 'contact-erased' OR kind = 'people-erased' OR
  kind = 'sheet-parted' OR kind = 'disclosed';
