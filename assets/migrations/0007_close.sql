-- The daily close: closes and alarms are found without reading every event of the desk. Both indexes hold a handful of rows.
-- The key that signs is made when the desk is next opened by somebody who has it alone.

CREATE INDEX event_closes ON event (seq) WHERE kind = 'day-closed';

CREATE INDEX event_alarms ON event (seq) WHERE kind = 'alarm-raised';
