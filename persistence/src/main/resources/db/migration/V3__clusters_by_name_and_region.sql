-- The name first: so the index answers both who has a name in a tenant's region, and where a name is used at all. Before
-- version 18 PostgreSQL does not use an index whose first columns are not asked for.
create unique index clusters_one_name_each on clusters (name, tenant, region) where deleted_at is null;
drop index clusters_one_a_name;
alter index clusters_one_name_each rename to clusters_one_a_name;

create index clusters_of_region on clusters (region, id) where deleted_at is null;
