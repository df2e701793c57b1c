-- Small pictures, by the library's picture numbers. A cache: whatever is wrong with it, it is made anew.

PRAGMA application_id = 1246581588; -- "JMST"

-- The library whose numbers these are.
CREATE TABLE owner(library TEXT NOT NULL);
CREATE TABLE thumbs(id INTEGER PRIMARY KEY, jpeg BLOB NOT NULL);
