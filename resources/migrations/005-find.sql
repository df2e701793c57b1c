-- Finding and keeping order: what a search asks for, in narrow tables, and what the artist says about pictures.

-- What a job asks for, out of its body: schemas may not read JSON by themselves here (connection.h, distrust()).
ALTER TABLE jobs ADD COLUMN prompt TEXT;
ALTER TABLE jobs ADD COLUMN guidance REAL;
ALTER TABLE jobs ADD COLUMN temperature REAL;
UPDATE jobs SET prompt = json_extract(CAST(body AS TEXT), '$.prompt'),
    guidance = coalesce(json_extract(CAST(body AS TEXT), '$.cfg_weight'),
                        json_extract(CAST(body AS TEXT), '$.guidance_scale')),
    temperature = json_extract(CAST(body AS TEXT), '$.temperature')
    WHERE json_valid(CAST(body AS TEXT));

-- One narrow row a picture, for filters, counts and orders. Triggers keep it: whoever enters a picture need not
-- know of it.
CREATE TABLE facts(
    picture INTEGER PRIMARY KEY REFERENCES pictures(id) ON DELETE CASCADE,
    batch INTEGER NOT NULL,
    created INTEGER NOT NULL, -- milliseconds since 1970, UTC
    day INTEGER NOT NULL,     -- Julian day of the calendar on the wall when it was entered
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    model TEXT NOT NULL,
    practice INTEGER NOT NULL,
    flagged INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    guidance REAL,
    temperature REAL);

CREATE VIEW facts_of_pictures AS
    SELECT p.id AS picture, p.batch AS batch,
           coalesce(CAST(round((julianday(p.created) - 2440587.5) * 86400000) AS INTEGER), 0) AS created,
           coalesce(CAST(julianday(date(p.created, 'localtime')) + 0.5 AS INTEGER), 0) AS day,
           p.width AS width, p.height AS height, j.endpoint AS model, j.service = 'sandbox' AS practice,
           coalesce(p.flagged, 0) AS flagged, p.seed AS seed, j.guidance AS guidance,
           j.temperature AS temperature
    FROM pictures p JOIN jobs j ON j.id = p.job;

CREATE VIEW prompts_of_pictures AS
    SELECT p.id AS picture, coalesce(j.prompt, '') AS prompt FROM pictures p JOIN jobs j ON j.id = p.job;

-- Words of prompts, to be found while they are typed. The text itself stays in the jobs. No trigger may touch a
-- virtual table here, either: who enters a picture or removes one does it (library/picturetable.h).
CREATE VIRTUAL TABLE prompts USING fts5(prompt, content='prompts_of_pictures', content_rowid='picture',
    prefix='1 2 3', tokenize='unicode61 remove_diacritics 2');

INSERT INTO facts SELECT * FROM facts_of_pictures;
INSERT INTO prompts(prompts) VALUES ('rebuild');

CREATE INDEX facts_by_time ON facts(created, picture, day, width, height);
CREATE INDEX facts_by_seed ON facts(seed);
CREATE INDEX facts_by_model ON facts(model);

CREATE TRIGGER picture_entered AFTER INSERT ON pictures BEGIN
    INSERT INTO facts SELECT * FROM facts_of_pictures WHERE picture = new.id;
END;
CREATE TRIGGER picture_judged AFTER UPDATE OF flagged, width, height ON pictures BEGIN
    UPDATE facts SET flagged = coalesce(new.flagged, 0), width = new.width, height = new.height
        WHERE picture = new.id;
END;

-- What the artist says of a picture (core/marks.h). No row: nothing said.
CREATE TABLE marks(
    picture INTEGER PRIMARY KEY REFERENCES pictures(id) ON DELETE CASCADE,
    rating INTEGER NOT NULL DEFAULT 0,
    label INTEGER NOT NULL DEFAULT 0,
    pick INTEGER NOT NULL DEFAULT 0);
CREATE INDEX marks_by_rating ON marks(rating) WHERE rating > 0;
CREATE INDEX marks_by_label ON marks(label) WHERE label > 0;
CREATE INDEX marks_by_pick ON marks(pick) WHERE pick <> 0;
CREATE TABLE notes(picture INTEGER PRIMARY KEY REFERENCES pictures(id) ON DELETE CASCADE, text TEXT NOT NULL);
CREATE TABLE tags(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE);
CREATE TABLE tagged(
    tag INTEGER NOT NULL REFERENCES tags(id) ON DELETE CASCADE,
    picture INTEGER NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    PRIMARY KEY(tag, picture)) WITHOUT ROWID;
CREATE INDEX tagged_by_picture ON tagged(picture);

-- The studio's trash: these pictures are not shown; their files are where they were.
CREATE TABLE trash(
    picture INTEGER PRIMARY KEY REFERENCES pictures(id) ON DELETE CASCADE,
    since TEXT NOT NULL);

-- Galleries. With a query (core/query.h, as text) it gathers by itself, else members say what is in it.
CREATE TABLE collections(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent INTEGER REFERENCES collections(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    place REAL NOT NULL, -- among those of the same parent
    query TEXT,
    created TEXT NOT NULL);
CREATE TABLE members(
    collection INTEGER NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
    picture INTEGER NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    place REAL NOT NULL, -- the order given by hand
    PRIMARY KEY(collection, picture)) WITHOUT ROWID;
CREATE INDEX members_by_place ON members(collection, place);
CREATE INDEX members_by_picture ON members(picture);

-- What other programs have done to a picture's file: 1 gone, 2 changed. No row: it is as it was.
CREATE TABLE outside(
    picture INTEGER PRIMARY KEY REFERENCES pictures(id) ON DELETE CASCADE,
    state INTEGER NOT NULL,
    since TEXT NOT NULL);

-- What was done, with the rows as they were and as they became (library/deeds.h), so that it can be undone.
CREATE TABLE deeds(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created TEXT NOT NULL,
    name TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    changes BLOB NOT NULL);
