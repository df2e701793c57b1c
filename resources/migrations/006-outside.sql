-- Noticing what other programs do to picture files, and knowing a picture again by its content.

-- Files that were looked at whole after they had been touched: their time and size then. What is as it was need
-- not be read again. No row: untouched since the picture was saved.
CREATE TABLE stamps(
    picture INTEGER PRIMARY KEY REFERENCES pictures(id) ON DELETE CASCADE,
    modified INTEGER NOT NULL, -- milliseconds since 1970, UTC
    bytes INTEGER NOT NULL);

-- The same content has the same length: these are a tenth of what indexes of the sums would be.
CREATE INDEX pictures_by_bytes ON pictures(bytes);
CREATE INDEX pictures_by_sent_bytes ON pictures(sent_bytes);
