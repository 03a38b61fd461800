package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.service.catalogue.Catalogue;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NodeSetTests {

    private final Blueprint blueprint = Scenario.read("persistent").blueprint();
    private final StatefulSet live = asAnApiServerGivesItBack(NodeSet.desired(blueprint));

    @Test
    void staysWhereOnlyPodsChange() {
        var desired = new StatefulSetBuilder(NodeSet.desired(blueprint))
                .editSpec()
                .editTemplate()
                .editSpec()
                .editContainer(0)
                .withImage("valkey/valkey:9.0.0")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();

        assertThat(NodeSet.mustBeReplaced(live, desired)).isFalse();
    }

    @Test
    void isReplacedForADiskOfAnotherSize() {
        assertThat(NodeSet.mustBeReplaced(live, NodeSet.desired(with("m", "aof"))))
                .isTrue();
    }

    @Test
    void isReplacedWherePersistenceComesOrGoes() {
        var without = NodeSet.desired(with("s", "off"));

        assertThat(NodeSet.mustBeReplaced(live, without)).isTrue();
        assertThat(NodeSet.mustBeReplaced(without, NodeSet.desired(blueprint))).isTrue();
        assertThat(NodeSet.mustBeReplaced(live, NodeSet.desired(with("s", "rdb"))))
                .isFalse();
    }

    @Test
    void staysForEveryPlanWithoutADisk() {
        assertThat(NodeSet.mustBeReplaced(NodeSet.desired(with("s", "off")), NodeSet.desired(with("l", "off"))))
                .isFalse();
    }

    private Blueprint with(String plan, String persistence) {
        var settings = new TreeMap<>(blueprint.desired().state().settings());
        settings.put("persistence", persistence);
        var chosen = new Catalogue().storedPlan(plan);
        return new Blueprint(
                blueprint.desired(),
                blueprint.base(),
                chosen,
                Directives.of(settings, chosen, blueprint.premises().dialect()),
                blueprint.secrets(),
                blueprint.premises());
    }

    /** With defaults and a status. */
    private static StatefulSet asAnApiServerGivesItBack(StatefulSet set) {
        return new StatefulSetBuilder(set)
                .editSpec()
                .editVolumeClaimTemplate(0)
                .editSpec()
                .withVolumeMode("Filesystem")
                .endSpec()
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .endVolumeClaimTemplate()
                .endSpec()
                .build();
    }
}
