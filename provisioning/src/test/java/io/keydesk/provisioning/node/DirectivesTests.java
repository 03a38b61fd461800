package io.keydesk.provisioning.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.catalogue.Purpose;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DirectivesTests {

    private static final Dialect VALKEY = new Dialect(new EngineVersion(8, 0));
    private static final Dialect REDIS = new Dialect(new EngineVersion(6, 2));

    @Test
    void leavesMemoryForMoreThanData() {
        assertThat(directives(Map.of(), VALKEY).render())
                .contains("maxmemory 187904815\n", "maxclients 10000\n", "min-replicas-max-lag 3\n");
    }

    @Test
    void leavesOutWhatAnOldServerDoesNotKnow() {
        assertThat(directives(Map.of(), VALKEY).render()).contains("maxmemory-clients 10%\n", "shutdown-timeout 10\n");
        assertThat(directives(Map.of(), REDIS).render()).doesNotContain("maxmemory-clients", "shutdown-timeout");
    }

    @Test
    void makesTheSoftLimitOfSubscribersAQuarter() {
        assertThat(directives(Map.of("client-output-buffer-limit pubsub", "64"), VALKEY)
                        .render())
                .contains("client-output-buffer-limit pubsub 67108864 16777216 60\n");
    }

    @Test
    void writesToDiskOnlyWhatIsAskedFor() {
        assertThat(directives(Map.of(), VALKEY).render()).contains("save \"\"\n", "appendonly no\n");
        assertThat(directives(Map.of("persistence", "rdb"), VALKEY).render())
                .contains("save 3600 1\nsave 300 100\nsave 60 10000\n", "appendonly no\n");
        assertThat(directives(Map.of("persistence", "aof"), VALKEY).render())
                .contains("save \"\"\n", "appendonly yes\n", "appendfsync everysec\n");
    }

    @Test
    void forgetsOnlyWithoutPersistence() {
        assertThat(directives(Map.of(), VALKEY).forgets()).isTrue();
        assertThat(directives(Map.of("persistence", "rdb"), VALKEY).forgets()).isFalse();
        assertThat(directives(Map.of("persistence", "aof"), VALKEY).forgets()).isFalse();
    }

    @Test
    void readsBackWhatItWrote() {
        var directives = directives(Map.of("persistence", "rdb", "notify-keyspace-events", "KEA"), VALKEY);

        assertThat(Directives.parse(directives.render())).isEqualTo(directives);
    }

    @Test
    void takesTheServersOwnWayOfWritingForTheSame() {
        var events = new Directive("notify-keyspace-events", "KEA");
        var limit = new Directive("client-output-buffer-limit replica", "67108864 33554432 60");

        assertThat(events.isMet("AKE")).isTrue();
        assertThat(events.isMet("g$lshzxetdKE")).isTrue();
        assertThat(events.isMet("KE")).isFalse();
        assertThat(limit.actual(Map.of(
                        "client-output-buffer-limit",
                        "normal 0 0 0 slave 67108864 33554432 60 pubsub 33554432 8388608 60")))
                .hasValue("67108864 33554432 60");
    }

    private static Directives directives(Map<String, String> changes, Dialect dialect) {
        var catalogue = new Catalogue();
        var settings = new TreeMap<>(catalogue.defaults(Purpose.OTHER));
        settings.putAll(changes);
        return Directives.of(settings, catalogue.storedPlan("xs"), dialect);
    }
}
