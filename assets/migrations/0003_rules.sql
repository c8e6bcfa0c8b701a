-- By which rules a clock was last computed (`general@1+3fa9c2d1`), so that the clocks that run under others are found without
-- reading a contact. The projections are made anew when this step is taken.

ALTER TABLE clock ADD COLUMN rules TEXT NOT NULL DEFAULT '';
