-- What usage and quotas are counted from, as columns: a tenant's month would else read the documents of all its clusters.

alter table revisions
    add column plan text generated always as (state ->> 'plan') stored,
    add column powered_off boolean generated always as (coalesce((state ->> 'poweredOff')::boolean, false)) stored,
    add column deleted boolean generated always as (coalesce((state ->> 'deleted')::boolean, false)) stored,
    -- Whether from it on something else is charged than before.
    add column metered boolean;

create function find_metered() returns trigger language plpgsql as $$
begin
    new.metered := not exists (
        select from revisions r
        where r.cluster = new.cluster and r.number = new.number - 1
          and r.plan = new.state ->> 'plan'
          and r.powered_off = coalesce((new.state ->> 'poweredOff')::boolean, false)
          and r.deleted = coalesce((new.state ->> 'deleted')::boolean, false));
    return new;
end
$$;

create trigger revisions_are_metered before insert on revisions for each row execute function find_metered();

alter table revisions disable trigger revisions_never_change;
update revisions r set metered = not exists (
    select from revisions b
    where b.cluster = r.cluster and b.number = r.number - 1
      and (b.plan, b.powered_off, b.deleted) = (r.plan, r.powered_off, r.deleted));
alter table revisions enable trigger revisions_never_change;
alter table revisions alter column metered set not null;

create index revisions_metered on revisions (cluster, number) include (at, plan, powered_off, deleted) where metered;

-- What data takes on the node that uses most; null where no node tells.
create function used_memory(observed jsonb) returns bigint language sql immutable parallel safe as $$
    select max((node ->> 'usedMemoryBytes')::bigint) from jsonb_array_elements(observed -> 'nodes') node
$$;

alter table clusters add column used_memory bigint generated always as (used_memory(observed)) stored;

-- Of the newest revision; quotas are counted at every request for a cluster.
alter table clusters add column plan text;
update clusters c set plan = r.plan from revisions r where r.cluster = c.id and r.number = c.revision;
alter table clusters alter column plan set not null;

create index clusters_held on clusters (tenant, environment, plan) where deleted_at is null;
