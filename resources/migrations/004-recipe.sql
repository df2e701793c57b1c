-- A picture's file is what the server sent with its recipe put in between (library/recipefile.h). Files of
-- earlier versions are what the server sent and nothing else.
ALTER TABLE pictures ADD COLUMN sent_sha256 TEXT; -- `sha256` is the file's own
ALTER TABLE pictures ADD COLUMN sent_bytes INTEGER;
UPDATE pictures SET sent_sha256 = sha256, sent_bytes = bytes;
CREATE INDEX pictures_by_file ON pictures(file);
-- Of a set that was made again from files: its name in their recipes. Null for one made here.
ALTER TABLE batches ADD COLUMN origin TEXT;
CREATE INDEX batches_by_origin ON batches(origin) WHERE origin IS NOT NULL;
