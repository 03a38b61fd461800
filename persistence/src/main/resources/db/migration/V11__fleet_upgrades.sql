-- Upgrades of many clusters to one version, environment by environment.

create table fleet_upgrades (
    id           uuid        primary key,
    version      text        not null check (version <> ''),
    reason       text        not null check (length(reason) between 1 and 500),
    urgent       boolean     not null,
    environments text[]      not null check (cardinality(environments) > 0),
    concurrency  int         not null check (concurrency between 1 and 50),
    started_by   text        not null check (started_by <> ''),
    state        text        not null check (state in ('running', 'paused', 'completed', 'cancelled')),
    changed_at   timestamptz not null,
    -- Who has started, resumed, paused or cancelled it; nobody completes it.
    changed_by   text        check (changed_by <> ''),
    -- Why it is paused or cancelled, or was resumed, if anybody has said so: for admins.
    why          text,
    created_at   timestamptz not null,
    check ((state = 'completed') = (changed_by is null)),
    check (state not in ('paused', 'cancelled') or why is not null),
    check (state <> 'completed' or why is null)
);

-- Two people cannot start the same at once, whatever the application checked before.
create unique index fleet_upgrades_one_open_a_version on fleet_upgrades (version) where state in ('running', 'paused');

create index fleet_upgrades_open on fleet_upgrades (id) where state in ('running', 'paused');

-- A cluster is in a fleet upgrade once, and has one ticket there at most.
create table fleet_members (
    upgrade       uuid        not null references fleet_upgrades,
    cluster       uuid        not null references clusters,
    tenant        text        not null references tenants,
    name          text        not null,
    environment   text        not null check (environment in ('development', 'staging', 'production')),
    state         text        not null check (state in ('waiting', 'running', 'done', 'failed', 'skipped')),
    -- Why it waits, has failed or is skipped.
    why           text,
    look_at       timestamptz,
    -- The reason for its waiting that its tenant has read last.
    told          text,
    ticket        uuid        unique references tickets,
    ticket_number bigint      check (ticket_number > 0),
    primary key (upgrade, cluster),
    check ((state = 'waiting') = (look_at is not null)),
    check (told is null or state = 'waiting'),
    check (state not in ('failed', 'skipped') or why is not null),
    check (state not in ('running', 'done', 'failed') or ticket is not null),
    check ((ticket is null) = (ticket_number is null))
);

create index fleet_members_waiting on fleet_members (upgrade, environment, look_at, cluster) where state = 'waiting';
create index fleet_members_told on fleet_members (upgrade) where state = 'waiting' and why is not null;
create index fleet_members_running on fleet_members (upgrade, cluster) where state = 'running';
create index fleet_members_failed on fleet_members (upgrade, cluster) where state = 'failed';
