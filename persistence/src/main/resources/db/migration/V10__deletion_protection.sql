alter table clusters add column deletion_protection boolean not null default false;
