-- A view is built in two steps: `loading` gathers row versions without knowing when they end, in a table of its own;
-- `building` has them all, with their ends and indexes, and takes in what came meanwhile.
ALTER TABLE views.control DROP CONSTRAINT control_state_check;
ALTER TABLE views.control ADD CHECK (state IN ('loading', 'building', 'live', 'stopped'));
