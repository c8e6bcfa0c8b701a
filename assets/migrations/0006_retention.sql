-- Closed contacts by where they went and when they came, so that those whose retention time is over are found without reading
-- the others; and the few events that holds and erasures are read from. A query must name the same kinds to use it.

CREATE INDEX contact_closed ON contact (route, received) WHERE open = 0;

CREATE INDEX event_retention ON event (kind, seq)
WHERE kind IN ('held', 'draft-discarded', 'erasure-proposed', 'erasure-refused', 'contact-erased', 'people-erased', 'sheet-parted', 'disclosed');
