-- Everything keydesk knows. Passwords and keys of clusters are not here: they stay in the region's own store.
-- Times come from the application, in microseconds, except where the database's clock must decide between instances.

create table tenants (
    slug         text   primary key check (slug ~ '^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$'),
    max_clusters int    not null check (max_clusters >= 0),
    max_memory   bigint not null check (max_memory >= 0)
);

-- Tickets ------------------------------------------------------------------------------------------------------------

create sequence ticket_numbers;

create table tickets (
    id                 uuid        primary key,
    number             bigint      not null unique check (number > 0),
    tenant             text        not null references tenants,
    requester          text        not null check (requester <> ''),
    request            jsonb       not null,
    kind               text        not null generated always as (request ->> 'kind') stored,
    -- The cluster that it concerns or will make: no foreign key, for it may not be made yet.
    cluster            uuid        not null,
    -- What belongs to the state stands in one document, so that neither can be changed without the other.
    state_data         jsonb       not null,
    state              text        not null generated always as (state_data ->> 'label') stored
        check (state in ('awaiting-approval', 'approved', 'in-progress', 'fulfilled', 'failed', 'rejected', 'cancelled')),
    preview            jsonb       not null,
    findings           jsonb       not null,
    external_reference text        check (length(external_reference) between 1 and 100),
    created_at         timestamptz not null,
    updated_at         timestamptz not null,
    version            bigint      not null check (version >= 0),
    check (kind <> 'order-cluster' or (request ? 'name' and request ? 'region'))
);

-- Lists are paged from the newest to the oldest, all of them or narrowed down by one of these.
create index tickets_of_tenant on tickets (tenant, number);
create index tickets_in_state on tickets (state, number);
create index tickets_of_kind on tickets (kind, number);
create index tickets_on_cluster on tickets (cluster, number);

-- Two people cannot order the same name at once, whatever the application checked before.
create unique index tickets_one_order_a_name on tickets (tenant, (request ->> 'region'), (request ->> 'name'))
    where kind = 'order-cluster' and state in ('awaiting-approval', 'approved', 'in-progress');

-- Two tickets cannot change the same cluster at once.
create unique index tickets_one_working_a_cluster on tickets (cluster)
    where state in ('approved', 'in-progress');

create table decisions (
    ticket   uuid        not null references tickets,
    position int         not null check (position >= 0),
    decider  text        not null check (decider <> ''),
    verdict  text        not null check (verdict in ('approve', 'reject')),
    comment  text,
    at       timestamptz not null,
    primary key (ticket, position)
);

create table comments (
    id       uuid        primary key,
    -- The order in which they were written; ids of two instances may differ from it within a millisecond.
    position bigint      not null generated always as identity,
    ticket   uuid        not null references tickets,
    author   text        not null check (author <> ''),
    text     text        not null check (length(text) between 1 and 4000),
    at       timestamptz not null
);

create unique index comments_on_ticket on comments (ticket, position);

-- Clusters -----------------------------------------------------------------------------------------------------------

create table clusters (
    id          uuid        primary key,
    tenant      text        not null references tenants,
    name        text        not null check (name ~ '^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$'),
    purpose     text        not null check (purpose in ('session-cache', 'rate-limiting', 'api-cache', 'feature-flags',
                                                        'pub-sub', 'locks', 'other')),
    environment text        not null check (environment in ('development', 'staging', 'production')),
    region      text        not null check (region <> ''),
    -- The newest revision.
    revision    int         not null,
    observed    jsonb       not null,
    trouble     jsonb,
    abandoned   boolean     not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    ready_at    timestamptz,
    deleted_at  timestamptz,
    version     bigint      not null check (version >= 0)
);

-- A name is free again once the cluster that had it is gone.
create unique index clusters_one_a_name on clusters (tenant, region, name) where deleted_at is null;

-- Lists show what is not deleted, from the newest to the oldest: ids rise with time.
create index clusters_living on clusters (id) where deleted_at is null;
create index clusters_of_tenant on clusters (tenant, id) where deleted_at is null;

create table revisions (
    cluster       uuid        not null references clusters,
    number        int         not null check (number > 0),
    state         jsonb       not null check (state ? 'plan'),
    ticket        uuid        not null references tickets,
    ticket_number text        not null,
    author        text        not null check (author <> ''),
    at            timestamptz not null,
    primary key (cluster, number)
);

alter table clusters add foreign key (id, revision) references revisions (cluster, number);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % is refused: what is written there stays as it is', tg_op, tg_table_name
        using errcode = 'integrity_constraint_violation';
end $$;

create trigger revisions_never_change before update on revisions
    for each row execute function refuse_change();

-- Timeline -----------------------------------------------------------------------------------------------------------

create table events (
    id          bigint      primary key generated always as identity,
    tenant      text        not null,
    ticket      uuid        references tickets,
    -- No foreign key: the cluster that an order will make is named before it is there.
    cluster     uuid,
    type        text        not null check (type <> ''),
    at          timestamptz not null,
    actor       text        not null check (actor <> ''),
    message     text        not null,
    kind        text,
    from_state  text,
    to_state    text,
    took_micros bigint      check (took_micros >= 0),
    -- Several tickets write about one cluster at once: its events are shown once no earlier transaction is under way, so
    -- that a reader who goes on after the last id he saw misses none.
    written_by  xid8        not null default pg_current_xact_id(),
    check (ticket is not null or cluster is not null)
);

create index events_of_ticket on events (ticket, id) where ticket is not null;
create index events_of_cluster on events (cluster, id) where cluster is not null;

create trigger events_never_change before update on events
    for each row execute function refuse_change();

-- Events that not every listener has heard yet, written with them in one transaction.
create table outbox (
    event    bigint      primary key references events,
    attempts int         not null default 0,
    next_at  timestamptz not null default now()
);

create index outbox_due on outbox (next_at);

-- Work ---------------------------------------------------------------------------------------------------------------

create table idempotency_keys (
    caller      text        not null,
    key         text        not null,
    fingerprint text        not null,
    resource    uuid,
    claimed_at  timestamptz not null,
    primary key (caller, key)
);

-- The table of db-scheduler 16 (postgresql_tables.sql of its documentation), without its priority, and with a count of
-- wakes: whoever wakes a cluster while a worker looks at it raises the count, and the worker sees that it must look again.
create table scheduled_tasks (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    wakes                bigint      not null default 0,
    primary key (task_name, task_instance)
);

create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
