-- The first library: what was asked for (batches, jobs) and what came of it (pictures).
-- Times are ISO 8601 in UTC with milliseconds; states and error kinds are the numbers of JobState and ErrorKind.

PRAGMA application_id = 1246581589; -- "JMSU"

-- Which library this is: caches beside it belong to one library only.
CREATE TABLE identity(uuid TEXT NOT NULL);
INSERT INTO identity(uuid) VALUES (lower(hex(randomblob(16))));

-- The requests of one press of Generate.
CREATE TABLE batches(
    id INTEGER PRIMARY KEY,
    created TEXT NOT NULL,
    prompt TEXT NOT NULL);

-- One request each; the row is on disk before a byte leaves.
CREATE TABLE jobs(
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batches(id),
    uuid TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    body BLOB NOT NULL, -- exactly the bytes that are sent
    seed INTEGER,
    priority INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL,
    owner TEXT,
    request_id TEXT,
    status_url TEXT,
    response_url TEXT,
    cancel_url TEXT,
    cancel_wished INTEGER NOT NULL DEFAULT 0,
    result BLOB,
    error_kind INTEGER,
    error_message TEXT,
    error_detail TEXT,
    error_field TEXT,
    created TEXT NOT NULL,
    submitted TEXT,
    accepted TEXT,
    started TEXT,
    ended TEXT);
CREATE INDEX jobs_open ON jobs(state) WHERE state < 7;
CREATE INDEX jobs_of_batch ON jobs(batch);
CREATE INDEX jobs_by_request_id ON jobs(request_id) WHERE request_id IS NOT NULL;

-- One picture file each. Numbers are never given out twice: caches are kept by them.
CREATE TABLE pictures(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job INTEGER NOT NULL REFERENCES jobs(id),
    batch INTEGER NOT NULL REFERENCES batches(id),
    idx INTEGER NOT NULL,
    count INTEGER NOT NULL,
    file TEXT NOT NULL, -- below the pictures folder
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    flagged INTEGER, -- null: the service did not say
    seed INTEGER NOT NULL,
    created TEXT NOT NULL,
    queue_seconds REAL,
    run_seconds REAL,
    UNIQUE(job, idx));
-- The whole grid is read from this index alone.
CREATE INDEX pictures_grid ON pictures(batch DESC, job, idx, width, height);
