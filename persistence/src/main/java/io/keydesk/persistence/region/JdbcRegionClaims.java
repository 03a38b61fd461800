package io.keydesk.persistence.region;

import io.keydesk.persistence.sql.Rows;
import io.keydesk.service.provisioning.Region.Engine;
import io.keydesk.service.provisioning.Region.Server;
import io.keydesk.service.provisioning.RegionClaims;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Instances whose clocks differ agree by the database's on whose claim is stale. */
public final class JdbcRegionClaims implements RegionClaims {

    private static final String CLAIM = """
            insert into region_claims as made (region, owner, instance, host, home, engine_name, engine_version,
                                               engine_bundled, renewed_at)
            values (:region, :owner, :instance, :host, :home, :engineName, :engineVersion, :engineBundled,
                    clock_timestamp())
            on conflict (region) do update
            set owner = excluded.owner, instance = excluded.instance, host = excluded.host, home = excluded.home,
                engine_name = excluded.engine_name, engine_version = excluded.engine_version,
                engine_bundled = excluded.engine_bundled, renewed_at = excluded.renewed_at
            where made.instance = excluded.instance
               or made.owner = excluded.owner and made.host = excluded.host and made.home = excluded.home
               or made.owner in (excluded.owner, :takeOver)
                  and coalesce(made.renewed_at < clock_timestamp() - make_interval(secs => :lasts), true)
            """;

    private final JdbcClient jdbc;
    private final String instance;

    /** @param instance what no other run of keydesk is called */
    public JdbcRegionClaims(JdbcClient jdbc, String instance) {
        this.jdbc = jdbc;
        this.instance = instance;
    }

    @Override
    public Optional<Holder> claim(String region, Claimant claimant, @Nullable String takeOver) {
        var engine = claimant.engine();
        int claimed = jdbc.sql(CLAIM)
                .param("region", region)
                .param("owner", claimant.owner())
                .param("instance", instance)
                .param("host", claimant.server().host())
                .param("home", claimant.server().home())
                .param("engineName", engine == null ? null : engine.name())
                .param("engineVersion", engine == null ? null : engine.version())
                .param("engineBundled", engine == null ? null : engine.bundled())
                .param("takeOver", takeOver == null ? claimant.owner() : takeOver)
                .param("lasts", LASTS.toSeconds())
                .update();
        return claimed == 1 ? Optional.empty() : holder(region);
    }

    @Override
    public Optional<Holder> holder(String region) {
        return jdbc.sql("""
                        select *, coalesce(renewed_at >= clock_timestamp() - make_interval(secs => :lasts), false) as alive
                        from region_claims
                        where region = :region and instance <> :instance
                        """)
                .param("region", region)
                .param("instance", instance)
                .param("lasts", LASTS.toSeconds())
                .query(JdbcRegionClaims::holder)
                .optional();
    }

    @Override
    public void release(String region) {
        jdbc.sql("update region_claims set renewed_at = null where region = :region and instance = :instance")
                .param("region", region)
                .param("instance", instance)
                .update();
    }

    private static Holder holder(ResultSet row, int number) throws SQLException {
        var engine = row.getString("engine_name");
        return new Holder(
                new Claimant(
                        row.getString("owner"),
                        new Server(row.getString("host"), row.getString("home")),
                        engine == null
                                ? null
                                : new Engine(
                                        engine, row.getString("engine_version"), row.getBoolean("engine_bundled"))),
                row.getBoolean("alive"),
                Rows.nullableInstant(row, "renewed_at"));
    }
}
