-- What usage and quotas are counted from, as columns: a tenant's month would else read the documents of all its clusters.

alter table revisions
    add column plan text generated always as (state ->> 'plan') stored,
    add column powered_off boolean generated always as (coalesce((state ->> 'poweredOff')::boolean, false)) stored,
    add column deleted boolean generated always as (coalesce((state ->> 'deleted')::boolean, false)) stored;

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
