package io.keydesk.provisioning.kubernetes;

import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SHOP;
import static io.keydesk.provisioning.kubernetes.KubernetesRegionFixture.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.kubernetes.fake.Fault;
import io.keydesk.provisioning.kubernetes.fake.Request;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an API server does to requests, a cluster is made in the end, once, and as it was ordered. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class ApiFailureTests {

    @RegisterExtension
    final KubernetesRegionFixture region = KubernetesRegionFixture.running();

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("too many requests", 3, Fault.tooManyRequests(Duration.ofSeconds(1))),
                Arguments.of("internal errors", 5, Fault.status(500)),
                Arguments.of("connections reset before", 5, new Fault.Reset()),
                Arguments.of("connections reset after a write was done", 10, new Fault.ResetAfterwards()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void convergesAllTheSame(String what, int times, Fault fault) {
        var provisioner = region.open();
        var desired = Desired.cluster("orders-cache");
        region.kubernetes().faults().next(times, ApiFailureTests::isRealWrite, fault);

        var converged = Converging.apply(provisioner, desired);

        assertThat(region.kubernetes().faults().left()).as(what).isZero();
        assertThat(converged.failures()).isEmpty();
        assertThat(provisioner.credentials(desired.id())).isPresent();
        assertThat(region.kubernetes().object("secrets", SHOP, "orders-cache-valkey"))
                .isPresent();
    }

    @Test
    void waitsForAServerThatIsAway() {
        var provisioner = region.open();
        var desired = Desired.cluster("orders-cache");
        Converging.apply(provisioner, desired);
        region.kubernetes().goAway();
        await().atMost(Duration.ofSeconds(30)).until(() -> !provisioner.region().healthy());

        // A cluster that is well stays so: nothing has to be asked.
        assertThat(provisioner.apply(desired))
                .isInstanceOfSatisfying(
                        Outcome.Ready.class,
                        ready -> assertThat(ready.seen().isHealthy()).isTrue());
        assertThat(provisioner.region().message()).contains("region north does not answer");
        var next = Desired.changed(desired, Map.of("timeout", "300"));
        assertThat(provisioner.preview(next).warnings())
                .singleElement()
                .asString()
                .contains("is not known now", "region north does not answer");
        await().atMost(Duration.ofSeconds(30)).until(() -> provisioner.apply(next) instanceof Outcome.Away);

        region.kubernetes().comeBack();

        Converging.apply(provisioner, next);
        await().atMost(Duration.ofSeconds(30)).until(() -> provisioner.region().healthy());
    }

    @Test
    void startsWhileTheServerIsAway() {
        region.kubernetes().goAway();
        var provisioner = region.start(Map.of());
        var desired = Desired.cluster("orders-cache");

        assertThat(provisioner.apply(desired)).isInstanceOf(Outcome.Away.class);
        assertThat(provisioner.delete(desired.id())).isInstanceOf(Outcome.Away.class);
        assertThat(provisioner.credentials(desired.id())).isEmpty();

        region.kubernetes().comeBack();

        Converging.apply(provisioner, desired);
    }

    @Test
    void keepsHearingOfChangesAfterWatchesWereClosed() {
        var provisioner = region.open();
        var desired = Desired.cluster("orders-cache");
        Converging.apply(provisioner, desired);
        region.woken();

        region.kubernetes().closeWatches();
        region.kubernetes().delete("services", SYSTEM, "rfs-orders-cache");

        await().atMost(Duration.ofSeconds(30)).until(() -> region.woken().contains(desired.id()));
        assertThat(Converging.apply(provisioner, desired).types()).contains("drift-repaired");
    }

    private static boolean isRealWrite(Request request) {
        return request.isWrite() && !request.isDryRun();
    }
}
