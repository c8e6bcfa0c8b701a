-- Who looked: the entries that the page of who looked is made of, by kind and time, so that a week is found without reading the
-- rest of the record. Not a projection: SQLite keeps it. The list of kinds stands in store/looks.rs once more, word for word.
-- With OR, because every new event is tried against it: a list after IN is made into a table of its own each time.

CREATE INDEX event_looked ON event (kind, at) WHERE
  kind = 'contact-viewed' OR kind = 'restricted-opened' OR kind = 'searched' OR
  kind = 'exported' OR kind = 'attempt-refused' OR kind = 'unlock-refused' OR
  kind = 'looks-listed' OR kind = 'look-reviewed' OR kind = 'letter-issued' OR
  kind = 'restricted' OR kind = 'restriction-lifted' OR
  kind = 'disclosed' OR kind = 'names-shown';

-- Who alone may open a contact, and whom to ask (JSON); nothing for one that everybody may open. Part of the projection.
ALTER TABLE contact ADD COLUMN restricted TEXT;

CREATE INDEX contact_restricted ON contact (id) WHERE restricted IS NOT NULL;
