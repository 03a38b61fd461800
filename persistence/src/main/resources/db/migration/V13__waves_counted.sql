-- How many clusters of a fleet upgrade stand where, kept with each change of one: counted anew, they would all be read for each
-- ticket that is filed. Whoever changes a cluster holds its fleet upgrade.

create table fleet_waves (
    upgrade     uuid not null references fleet_upgrades,
    environment text not null,
    state       text not null,
    clusters    int  not null check (clusters >= 0),
    primary key (upgrade, environment, state)
);

create function count_fleet_members() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        insert into fleet_waves as w (upgrade, environment, state, clusters)
        select upgrade, environment, state, 0 from after_it group by upgrade, environment, state
        on conflict do nothing;
        update fleet_waves w set clusters = w.clusters + changed.clusters
        from (select upgrade, environment, state, sum(clusters) as clusters
              from (select upgrade, environment, state, 1 as clusters from after_it
                    union all select upgrade, environment, state, -1 from before_it) each
              group by upgrade, environment, state) changed
        where (w.upgrade, w.environment, w.state) = (changed.upgrade, changed.environment, changed.state);
    else
        insert into fleet_waves as w (upgrade, environment, state, clusters)
        select upgrade, environment, state, count(*) from after_it group by upgrade, environment, state
        on conflict (upgrade, environment, state) do update set clusters = w.clusters + excluded.clusters;
    end if;
    return null;
end
$$;

create trigger fleet_members_are_counted after insert on fleet_members
    referencing new table as after_it for each statement execute function count_fleet_members();
create trigger fleet_members_are_counted_anew after update on fleet_members
    referencing old table as before_it new table as after_it for each statement execute function count_fleet_members();

insert into fleet_waves (upgrade, environment, state, clusters)
select upgrade, environment, state, count(*) from fleet_members group by upgrade, environment, state;
