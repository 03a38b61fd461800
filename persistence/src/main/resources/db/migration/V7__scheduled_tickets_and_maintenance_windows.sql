-- When a ticket is to be carried out; nothing means as soon as it is approved.
alter table tickets add column timing jsonb check (timing ->> 'kind' in ('at', 'window'));

alter table tickets drop constraint tickets_state_check;
alter table tickets add constraint tickets_state_check
    check (state in ('awaiting-approval', 'approved', 'scheduled', 'in-progress', 'fulfilled', 'failed', 'rejected',
                     'cancelled', 'expired'));

-- A name is reserved for as long as its order may still be carried out.
create unique index tickets_one_order_each_name on tickets (tenant, (request ->> 'region'), (request ->> 'name'))
    where kind = 'order-cluster' and state in ('awaiting-approval', 'approved', 'scheduled', 'in-progress');
drop index tickets_one_order_a_name;
alter index tickets_one_order_each_name rename to tickets_one_order_a_name;

-- What comes next on a cluster; any number of tickets may wait for their time.
create index tickets_scheduled on tickets (cluster) where state = 'scheduled';

alter table clusters add column maintenance_window jsonb;

-- Since when a ticket could be worked on: what was put off is not slow.
alter table tickets add column due_at timestamptz generated always as (written_instant(
    case when timing is null then state_data ->> 'approvedAt' else state_data ->> 'startedAt' end)) stored;

drop index tickets_decided;
create index tickets_decided on tickets (decided_at) include (created_at, due_at, ended_at, tenant, kind, state)
    where decided_at is not null;
