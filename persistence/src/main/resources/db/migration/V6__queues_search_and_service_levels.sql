-- What people look for in tickets: where they belong, how long they wait and took, and what is written on them.

-- Times are written with their zone, as 2026-11-21T08:00:00Z: what they mean depends on no setting of a session.
create function written_instant(text) returns timestamptz language sql immutable parallel safe as $$
    select $1::timestamptz
$$;

alter table tickets
    -- Of the cluster that it concerns or will make; nothing for one that is not known here.
    add column environment text check (environment in ('development', 'staging', 'production')),
    -- When it was approved or rejected.
    add column decided_at timestamptz generated always as (written_instant(coalesce(state_data ->> 'approvedAt',
        case when state_data ->> 'label' = 'rejected' then state_data ->> 'endedAt' end))) stored,
    add column ended_at timestamptz generated always as (written_instant(state_data ->> 'endedAt')) stored,
    -- For people since it was filed, for keydesk since it was approved; nothing once it has ended.
    add column waiting_since timestamptz generated always as (case when state_data ->> 'endedAt' is null
        then coalesce(written_instant(state_data ->> 'approvedAt'), created_at) end) stored;

update tickets t
set environment = coalesce(request ->> 'environment', (select c.environment from clusters c where c.id = t.cluster));

create function find_environment() returns trigger language plpgsql as $$
begin
    new.environment := coalesce(new.request ->> 'environment',
                                (select c.environment from clusters c where c.id = new.cluster));
    return new;
end $$;

create trigger tickets_know_their_environment before insert on tickets
    for each row execute function find_environment();
create trigger tickets_know_their_new_environment before update on tickets
    for each row when (old.request is distinct from new.request) execute function find_environment();

create index tickets_of_requester on tickets (requester, number);
create index tickets_waiting on tickets (waiting_since, number) where waiting_since is not null;

-- For counting without the tickets themselves, and for finding the few that a list has in an environment. The columns in which
-- many tickets are the same come first, so that this index stays small.
create index tickets_counted on tickets (tenant, state, kind, environment, requester);

-- The few that make a ticket fail, or keep it from failing.
create index clusters_in_trouble on clusters (id) where trouble is not null;
create index clusters_gone on clusters (id) where deleted_at is not null;

-- All that service levels are computed from.
create index tickets_decided on tickets (decided_at) include (created_at, ended_at, tenant, kind, state)
    where decided_at is not null;

-- Counts come from indexes alone where vacuum has been there not long ago.
alter table tickets set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);

-- Search -------------------------------------------------------------------------------------------------------------

-- The words of each ticket, beside it: a ticket moves often, and what is written on it does not.
create table ticket_texts (
    ticket     uuid     primary key references tickets,
    -- Of the text whose words are here. The rest is not found, so that nobody can write more than a document may hold.
    characters int      not null check (characters between 0 and 50000),
    words      tsvector not null
);

-- Little is pending, so that no caller waits long for the one who has to tidy up.
create index ticket_texts_by_word on ticket_texts using gin (words) with (gin_pending_list_limit = 512);

-- The number is there twice, for "VK-17" and for "17". An order names its cluster, other tickets concern one.
create function text_of(t tickets) returns text language sql stable as $$
    select concat_ws(E'\n', 'VK-' || t.number, t.number, t.external_reference, t.preview ->> 'summary',
                     coalesce(t.request ->> 'name', (select c.name from clusters c where c.id = t.cluster)))
$$;

create function put_text(of_ticket uuid, said text) returns void language sql as $$
    insert into ticket_texts (ticket, characters, words)
    select of_ticket, length(said), to_tsvector('simple', said)
    on conflict (ticket) do update set characters = excluded.characters, words = excluded.words
$$;

-- What has been said on it so far, by its decisions and its comments.
create function said_on(of_ticket uuid) returns text language sql stable as $$
    select string_agg(said, E'\n' order by at)
    from (select d.comment as said, d.at from decisions d where d.ticket = of_ticket and d.comment is not null
          union all
          select c.text, c.at from comments c where c.ticket = of_ticket) as lines
$$;

create function put_words_of_ticket() returns trigger language plpgsql as $$
begin
    perform put_text(new.id, left(concat_ws(E'\n', text_of(new), case when tg_op = 'UPDATE' then said_on(new.id) end), 50000));
    return null;
end $$;

create function add_words(of_ticket uuid, said text) returns void language sql as $$
    update ticket_texts
    set characters = characters + length(said), words = words || to_tsvector('simple', said)
    where ticket = of_ticket and characters + length(said) <= 50000
$$;

create function add_words_of_comment() returns trigger language plpgsql as $$
begin
    perform add_words(new.ticket, new.text);
    return null;
end $$;

create function add_words_of_decision() returns trigger language plpgsql as $$
begin
    perform add_words(new.ticket, new.comment);
    return null;
end $$;

do $$
begin
    perform put_text(t.id, left(concat_ws(E'\n', text_of(t), said_on(t.id)), 50000)) from tickets t;
end $$;

create trigger tickets_put_their_words after insert on tickets
    for each row execute function put_words_of_ticket();
create trigger tickets_put_their_new_words after update on tickets
    for each row when (old.request is distinct from new.request
                       or old.external_reference is distinct from new.external_reference)
    execute function put_words_of_ticket();
create trigger comments_add_their_words after insert on comments
    for each row execute function add_words_of_comment();
create trigger decisions_add_their_words after insert on decisions
    for each row when (new.comment is not null) execute function add_words_of_decision();
