-- 100,000 tickets on 5,000 clusters of 20 tenants, with decisions, comments and events: what a desk holds after years. Documents
-- have the size and shape of the one ticket that keydesk itself has written before; bench.state and bench.observed are what
-- all clusters shall be, and are.

insert into tenants
select 'team-' || n, 500, 1000000000000 from generate_series(1, 18) n;

-- The ordinary, the largest by far, and eighteen others.
create function tenant_of(cluster bigint) returns text language sql immutable as $$
    select case when cluster % 2 = 0 then 'acme' when cluster % 20 = 1 then 'demo' else 'team-' || (1 + cluster % 18) end
$$;

create function id_of(kind int, n bigint) returns uuid language sql immutable as $$
    select ('01900000-000' || kind || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid
$$;

-- Tickets 1 to 5,000 order the clusters, the others change them. The newest hundreds are on their way.
insert into tickets (id, number, tenant, requester, request, cluster, state_data, preview, findings, external_reference,
                     created_at, updated_at, version)
select id_of(1, n), 100 + n, tenant_of(1 + (n - 1) % 5000), sample.requester,
       case when n <= 5000 then sample.request || jsonb_build_object('name', 'cache-' || n, 'region', 'instant')
            else jsonb_build_object('kind', 'change-settings', 'clusterId', id_of(2, 1 + (n - 1) % 5000),
                                    'settings', '{"timeout": "60"}'::jsonb, 'reset', '[]'::jsonb) end,
       id_of(2, 1 + (n - 1) % 5000),
       case when n > 95000 and n % 50 = 1
                 then '{"label": "in-progress", "approvedAt": "2026-11-01T10:00:00Z", "startedAt": "2026-11-01T10:00:01Z",
                        "progress": {"step": 2, "of": 6, "message": "Starting 3 nodes"}}'::jsonb
            when n > 90000 and n % 25 = 0 then sample.state_data
            when n % 500 = 3
                 then '{"label": "failed", "approvedAt": "2026-10-01T10:00:00Z", "startedAt": "2026-10-01T10:00:01Z",
                        "endedAt": "2026-10-01T10:10:01Z", "reason": "It took longer than PT10M."}'
            when n % 40 = 7 then '{"label": "rejected", "endedAt": "2026-10-01T10:00:00Z", "reason": "No."}'
            when n % 60 = 9 then '{"label": "cancelled", "approvedAt": null, "endedAt": "2026-10-01T10:00:00Z",
                                   "reason": "Not needed."}'
            else '{"label": "fulfilled", "approvedAt": "2026-10-01T10:00:00Z", "startedAt": "2026-10-01T10:00:01Z",
                   "endedAt": "2026-10-01T10:00:04Z"}' end,
       sample.preview, sample.findings, 'SHOP-' || n, now() - (100000 - n) * interval '5 minutes',
       now() - (100000 - n) * interval '5 minutes', 3
from generate_series(1::bigint, 100000) n,
     (select requester, request, state_data, preview, findings from tickets order by number limit 1) sample;

insert into decisions
select id, 0, 'dev-approver', 'approve', 'Fine.', updated_at from tickets where state in ('fulfilled', 'failed', 'in-progress');

insert into comments (id, ticket, author, text, at)
select id, id, 'dev-tenant', 'For the new shop', created_at from tickets where number % 3 = 0;

insert into events (tenant, ticket, cluster, type, at, actor, message, kind, from_state, to_state)
select tenant, id, cluster, type, created_at, 'dev-tenant', 'Changes 1 setting of cache-17.', kind, null, state
from tickets, (values ('ticket-filed'), ('ticket-approved'), ('ticket-started'), ('progress'), ('ticket-fulfilled')) as stages (type);

with made as (
    insert into clusters (id, tenant, name, purpose, environment, region, revision, plan, observed, abandoned, created_at,
                          updated_at, ready_at, version)
    select id_of(2, n), tenant_of(n), 'cache-' || n,
           (array['session-cache', 'rate-limiting', 'api-cache', 'feature-flags', 'pub-sub', 'locks', 'other'])[1 + n % 7],
           (array['development', 'staging', 'production'])[1 + n % 3], 'instant', 1,
           current_setting('bench.state')::jsonb ->> 'plan', current_setting('bench.observed')::jsonb, false, now(), now(), now(), 0
    from generate_series(1::bigint, 5000) n
    returning id, name)
insert into revisions
select made.id, 1, current_setting('bench.state')::jsonb,
       id_of(1, substring(made.name from 7)::bigint), 'VK-' || (100 + substring(made.name from 7)::bigint), 'dev-approver', now()
from made;

-- Every change but those of the newest tickets has made a revision, the 18th of each cluster the last.
insert into revisions
select id_of(2, 1 + (n - 1) % 5000), 1 + (n - 1) / 5000, current_setting('bench.state')::jsonb, id_of(1, n), 'VK-' || (100 + n),
       'dev-approver', now()
from generate_series(5001::bigint, 90000) n
order by n;

update clusters set revision = (observed ->> 'revision')::int;

select setval('ticket_numbers', 100101);

-- Ten fleet upgrades that have ended, each of all clusters.
insert into fleet_upgrades (id, version, reason, urgent, environments, concurrency, started_by, state, changed_at, changed_by,
                            why, created_at)
select id_of(3, n), '8.1.' || n, 'Mends CVE-2025-49844', false, '{development,staging,production}', 5, 'dev-admin', 'completed',
       now(), null, null, now()
from generate_series(1::bigint, 10) n;

insert into fleet_members (upgrade, cluster, tenant, name, environment, state, why)
select u.id, c.id, c.tenant, c.name, c.environment, 'skipped', 'It runs ' || u.version || ' already.'
from fleet_upgrades u, clusters c;

-- As autovacuum does by itself, some time later.
vacuum analyze;
