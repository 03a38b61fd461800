-- What a tenant may have for one environment, within its own quota; see EnvironmentQuota.
alter table tenants add column environments jsonb not null default '[]' check (jsonb_typeof(environments) = 'array');

-- Usage of a month is asked of the clusters that were deleted in it as well.
create index clusters_gone_of_tenant on clusters (tenant, deleted_at) where deleted_at is not null;
