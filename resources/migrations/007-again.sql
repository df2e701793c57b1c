-- Run again, change one thing: where requests come from, what the form was, words to draw from, sweep sheets, checks.

-- The prompt as it was written, where another one was drawn from it and sent; and the style put around it.
ALTER TABLE jobs ADD COLUMN words TEXT;
ALTER TABLE jobs ADD COLUMN style TEXT;
-- The picture whose settings were taken: its job's uuid and its place there. By name, not by number: it may be restored
-- later, or not at all.
ALTER TABLE jobs ADD COLUMN parent TEXT;
ALTER TABLE jobs ADD COLUMN parent_index INTEGER;
CREATE INDEX jobs_by_parent ON jobs(parent, parent_index) WHERE parent IS NOT NULL;

CREATE INDEX jobs_with_words ON jobs(batch) WHERE words IS NOT NULL;
-- Of a picture that was imported: the program that made it, as its file says ("ComfyUI 0.3.40"). Such jobs have a body
-- of what that program and our models have in common: prompt, seed, guidance.
ALTER TABLE jobs ADD COLUMN program TEXT;

-- What is written is found as well as what was sent. Rows that are there have no `words`, so their index stays right.
DROP VIEW prompts_of_pictures;
CREATE VIEW prompts_of_pictures AS
    SELECT p.id AS picture,
           CASE WHEN j.words IS NULL THEN coalesce(j.prompt, '') ELSE coalesce(j.prompt, '') || char(10) || j.words END
               AS prompt
    FROM pictures p JOIN jobs j ON j.id = p.job;

-- What stood in the form when Generate was pressed (ComposePanel::state()), as JSON.
CREATE TABLE forms(batch INTEGER PRIMARY KEY REFERENCES batches(id), state TEXT NOT NULL);

-- Lists of words that a prompt may name, one entry a line; and styles: texts with a place for the prompt.
CREATE TABLE word_lists(name TEXT PRIMARY KEY COLLATE NOCASE, entries TEXT NOT NULL);
CREATE TABLE styles(name TEXT PRIMARY KEY COLLATE NOCASE, text TEXT NOT NULL);

-- Sweep sheets: a plan as JSON (core/sweep.h) and the jobs that were made for its cells. The newest job of a cell counts.
CREATE TABLE sheets(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created TEXT NOT NULL,
    service TEXT NOT NULL,
    plan TEXT NOT NULL);
CREATE TABLE sheet_cells(
    job INTEGER PRIMARY KEY REFERENCES jobs(id),
    sheet INTEGER NOT NULL REFERENCES sheets(id) ON DELETE CASCADE,
    cell TEXT NOT NULL);
CREATE INDEX cells_of_sheet ON sheet_cells(sheet, cell, job);
-- Sheets that were taken out of the list, which can be undone.
CREATE TABLE sheet_trash(
    sheet INTEGER PRIMARY KEY REFERENCES sheets(id) ON DELETE CASCADE,
    since TEXT NOT NULL);

-- Whether a picture's request still makes the same picture: one row a time it was asked.
CREATE TABLE checks(
    id INTEGER PRIMARY KEY,
    picture TEXT NOT NULL, -- uuid of the job of the picture that was checked
    idx INTEGER NOT NULL,
    job INTEGER NOT NULL REFERENCES jobs(id), -- the request that ran it again
    created TEXT NOT NULL,
    verdict INTEGER, -- null: not known yet; otherwise library::Verdict
    mean REAL,       -- how far apart: library::Measure; null where the sizes differ
    changed REAL,
    worst REAL,
    psnr REAL,       -- null: nothing differs
    problem TEXT,    -- why they could not be compared, a sentence
    compared TEXT,
    UNIQUE(job, picture, idx));
CREATE INDEX checks_open ON checks(job) WHERE verdict IS NULL;
CREATE INDEX checks_of_picture ON checks(picture, idx);
