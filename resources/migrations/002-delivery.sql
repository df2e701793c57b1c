-- What a submit carries beside its request (core/delivery.h), as JSON; null: nothing but the service's defaults.
-- It takes the place of `priority`, which is no longer read or written.
ALTER TABLE jobs ADD COLUMN delivery TEXT;
UPDATE jobs SET delivery = '{"priority":"low"}' WHERE priority = 1;
