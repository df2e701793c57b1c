-- Links under which pictures were put on a service, so that they can be shown and copied again.
CREATE TABLE published(
    id INTEGER PRIMARY KEY,
    picture INTEGER NOT NULL REFERENCES pictures(id) ON DELETE CASCADE,
    url TEXT NOT NULL,
    is_private INTEGER NOT NULL DEFAULT 0, -- the link alone does not open it
    created TEXT NOT NULL,
    expires TEXT); -- null: when the account's own settings say so
CREATE INDEX published_of_picture ON published(picture, id);
