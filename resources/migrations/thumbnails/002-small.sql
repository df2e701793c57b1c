-- Thumbnails are smaller, and it is known which file each was made of: a picture whose file is as it was then
-- needs nobody to ask the library.

DROP TABLE thumbs;
CREATE TABLE thumbs(
    id INTEGER PRIMARY KEY,
    file TEXT NOT NULL, -- below the pictures folder
    bytes INTEGER NOT NULL,
    modified INTEGER NOT NULL, -- in nanoseconds since 1970
    width INTEGER NOT NULL, -- of the picture
    height INTEGER NOT NULL,
    jpeg BLOB NOT NULL);
