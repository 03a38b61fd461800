-- Which instance works in a region that only one can reach. All times are the database's.
create table region_claims (
    region         text        primary key check (region <> ''),
    -- The id of the home that keeps the region's files, wherever it is moved to.
    owner          text        not null check (owner <> ''),
    -- The run of keydesk that made the claim.
    instance       text        not null check (instance <> ''),
    host           text        not null,
    home           text        not null,
    engine_name    text,
    engine_version text,
    engine_bundled boolean,
    -- When it was last heard of; nothing if it was stopped.
    renewed_at     timestamptz
);

-- Written with each wake, so that instances only pick what they can do.
alter table scheduled_tasks add column region text;
