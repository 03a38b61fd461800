package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.DesiredCluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertsTests {

    private final Blueprint blueprint = Scenario.read("full").blueprint();

    @Test
    void callNobodyForACacheThatIsMeantToBeFull() {
        assertThat(alerts("allkeys-lru"))
                .containsExactly("ValkeyNoPrimary", "ValkeyNodeDown", "ValkeyReplicaLinkDown", "ValkeyExporterDown");
    }

    @Test
    void warnBeforeWritesAreRefused() {
        assertThat(alerts("noeviction")).contains("ValkeyMemoryNearlyFull").doesNotContain("ValkeyEvictsKeys");
    }

    @Test
    void warnWhereSomeKeysGoForOthers() {
        assertThat(alerts("volatile-ttl")).contains("ValkeyMemoryNearlyFull", "ValkeyEvictsKeys");
    }

    private List<Object> alerts(String policy) {
        var desired = blueprint.desired();
        var changed = new Blueprint(
                new DesiredCluster(
                        desired.id(),
                        desired.tenant(),
                        desired.name(),
                        desired.ticket(),
                        desired.revision(),
                        desired.state().withSettings(Map.of("maxmemory-policy", policy))),
                blueprint.base(),
                blueprint.plan(),
                blueprint.directives(),
                blueprint.secrets(),
                blueprint.premises());
        List<Map<String, Object>> rules = Alerts.desired(changed).get("spec", "groups", 0, "rules");
        return rules.stream().map(rule -> rule.get("alert")).toList();
    }
}
