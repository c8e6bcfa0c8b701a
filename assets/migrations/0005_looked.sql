-- Who looked: the entries that the page of who looked is made of, by kind and time, so that a week is found without reading the
-- rest of the record. Not a projection: SQLite keeps it. The list of kinds stands in store/looks.rs once more, word for word.

CREATE INDEX event_looked ON event (kind, at) WHERE kind IN (
  'contact-viewed', 'restricted-opened', 'searched', 'exported', 'attempt-refused', 'unlock-refused', 'looks-listed',
  'look-reviewed', 'letter-issued', 'restricted', 'restriction-lifted'
);

-- Who alone may open a contact, and whom to ask (JSON); nothing for one that everybody may open. Part of the projection.
ALTER TABLE contact ADD COLUMN restricted TEXT;

CREATE INDEX contact_restricted ON contact (id) WHERE restricted IS NOT NULL;
