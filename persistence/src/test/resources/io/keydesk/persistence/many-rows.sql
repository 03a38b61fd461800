-- 100,000 tickets, most of them of two tenants, one decision, comment and event each, and 5,000 clusters, half of which are
-- those of 50 smaller tenants.

insert into tenants (slug, max_clusters, max_memory, environments)
select 'team-' || n, 100, 64000000000, '[]' from generate_series(0, 49) n;

insert into tickets (id, number, tenant, requester, request, cluster, state_data, preview, findings, created_at, updated_at,
                     version)
select lpad(n::text, 32, '0')::uuid, n,
       case when n <= 2500 then 'team-' || n % 50 else (array['demo', 'acme'])[1 + n % 2] end, 'dana',
       jsonb_build_object('kind', (array['order-cluster', 'change-settings'])[1 + n % 2], 'name', 'cache-' || n,
                          'region', 'local', 'purpose', 'locks', 'environment', 'staging', 'plan', 's',
                          'namespaces', array['shop'], 'settings', '{}'::jsonb,
                          'clusterId', lpad(n::text, 32, '0')::uuid, 'reset', array[]::text[]),
       lpad(n::text, 32, '0')::uuid,
       case when n % 20 = 0 then '{"label": "awaiting-approval", "needed": 1, "approvedBy": [], "correctedBy": []}'::jsonb
            else '{"label": "fulfilled", "approvedAt": "2026-10-01T10:00:00Z", "startedAt": "2026-10-01T10:00:01Z",
                   "endedAt": "2026-10-01T10:00:04Z"}' end,
       '{"settings": [], "objects": [], "warnings": []}', '[]', now(), now(), 0
from generate_series(1, 100000) n;

insert into decisions
select id, 0, 'alice', 'approve', null, now() from tickets;

insert into comments (id, ticket, author, text, at)
select id, id, 'dana', case when number < 5000 then 'Fine, and ancient.' else 'Fine.' end, now() from tickets;

insert into events (tenant, ticket, cluster, type, at, actor, message)
select tenant, id, cluster, 'ticket-filed', now(), 'dana', 'Filed.' from tickets;

with made as (
    insert into clusters (id, tenant, name, purpose, environment, region, revision, plan, observed, abandoned, created_at,
                          updated_at, ready_at, version)
    select cluster, tenant, 'cache-' || number, 'locks', 'staging', 'local', 3, 's',
           '{"revision": 3, "conditions": [], "nodes": []}', false, now(), now(), '2026-10-01T10:00:04Z', 0
    from tickets where number <= 5000
    returning id)
insert into revisions
select id, number, jsonb_build_object('plan', 's', 'namespaces', array['shop'], 'settings', settings), id, 'VK-1', 'alice', now()
from made, generate_series(1, 3) number,
     (select jsonb_object_agg('some-setting-of-a-cluster-' || n, 'its-value') settings from generate_series(1, 15) n) all_settings;

-- 4 fleet upgrades that have ended, and one that runs, each with all of the clusters.
insert into fleet_upgrades (id, version, reason, urgent, environments, concurrency, started_by, state, changed_at, changed_by,
                            why, created_at)
select lpad(n::text, 32, '0')::uuid, '8.1.4', 'It mends.', false, '{staging}', 5, 'root',
       case n when 5 then 'running' else 'completed' end, now(), case n when 5 then 'root' end, null, now()
from generate_series(1, 5) n;

insert into fleet_members (upgrade, cluster, tenant, name, environment, state, why, look_at)
select u.id, c.id, c.tenant, c.name, c.environment, case u.state when 'running' then 'waiting' else 'skipped' end,
       case u.state when 'running' then null else 'It is off.' end, case u.state when 'running' then now() end
from fleet_upgrades u, clusters c;

-- As autovacuum does by itself, some time later.
vacuum analyze;
