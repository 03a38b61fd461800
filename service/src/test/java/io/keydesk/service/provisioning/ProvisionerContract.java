package io.keydesk.service.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.NodeObservation.State;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.PlannedObject.Action;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every provisioner promises. Each test gets a region without clusters. */
public abstract class ProvisionerContract {

    protected abstract Provisioner provisioner();

    @Test
    void describesItsRegion() {
        assertThat(provisioner().region().name()).isNotBlank();
        assertThat(provisioner().region().healthy()).isTrue();
        assertThat(provisioner().region().engine()).isNotNull();
    }

    @Test
    void previewsANewClusterAndTouchesNothing() {
        var desired = Desired.cluster("orders-cache");

        assertThat(provisioner().preview(desired).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.CREATE);
        assertThat(provisioner().observe(desired)).isEqualTo(Observation.NOTHING);
        assertThat(provisioner().credentials(desired.id())).isEmpty();
    }

    @Test
    void makesAClusterWithOnePrimaryAndTwoReplicas() {
        var desired = Desired.cluster("orders-cache");

        var seen = Looping.apply(provisioner(), desired).ready().seen();

        assertThat(seen.isHealthy()).isTrue();
        assertThat(seen.revision()).isEqualTo(1);
        assertThat(seen.nodes()).hasSize(3).allMatch(node -> node.state() == State.RUNNING);
        assertThat(seen.nodes().stream().filter(NodeObservation::isPrimary)).hasSize(1);
        assertThat(seen.endpoints()).isNotNull();
        assertThat(provisioner().credentials(desired.id())).isPresent();
    }

    @Test
    void observesAndChangesNothingMoreOnceItIsReady() {
        var desired = Desired.cluster("orders-cache");
        var made = Looping.apply(provisioner(), desired).ready().seen();

        assertThat(provisioner().preview(desired).objects()).isEmpty();
        assertThat(provisioner().apply(desired))
                .isInstanceOfSatisfying(
                        Outcome.Ready.class,
                        ready -> assertThat(ready.happenings()).isEmpty());
        var seen = provisioner().observe(desired);
        assertThat(seen.nodes()).isEqualTo(made.nodes());
        assertThat(seen.continuing(made).conditions()).isEqualTo(made.conditions());
    }

    @Test
    void appliesTheNextRevision() {
        var first = Desired.cluster("orders-cache");
        Looping.apply(provisioner(), first);
        var next = Desired.changed(first, Map.of("timeout", "300"));

        assertThat(provisioner().preview(next).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.CHANGE);
        assertThat(Looping.apply(provisioner(), next).ready().seen().revision()).isEqualTo(2);
        assertThat(provisioner().preview(next).objects()).isEmpty();
    }

    @Test
    void keepsTheCredentials() {
        var desired = Desired.cluster("orders-cache");
        Looping.apply(provisioner(), desired);
        var credentials = provisioner().credentials(desired.id());

        Looping.apply(provisioner(), Desired.changed(desired, Map.of("timeout", "300")));

        assertThat(provisioner().credentials(desired.id())).isEqualTo(credentials);
        assertThat(credentials)
                .hasValueSatisfying(found -> assertThat(found.toString()).doesNotContain(found.password()));
    }

    @Test
    void leavesNothingOfADeletedCluster() {
        var desired = Desired.cluster("orders-cache");
        Looping.apply(provisioner(), desired);

        assertThat(provisioner().preview(Desired.deleted(desired)).objects())
                .isNotEmpty()
                .allMatch(object -> object.action() == Action.DELETE);
        assertThat(Looping.delete(provisioner(), desired.id()).outcome()).isInstanceOf(Outcome.Gone.class);
        assertThat(provisioner().observe(desired)).isEqualTo(Observation.NOTHING);
        assertThat(provisioner().credentials(desired.id())).isEmpty();
    }

    @Test
    void saysGoneOfAClusterThatWasNeverThere() {
        assertThat(provisioner().delete(new ClusterId(UUID.randomUUID()))).isInstanceOf(Outcome.Gone.class);
    }
}
