package io.keydesk.persistence.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.keydesk.persistence.TestDatabase;
import io.keydesk.persistence.server.OnEveryServer;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.fleet.Fleet;
import io.keydesk.service.fleet.FleetMember;
import io.keydesk.service.fleet.FleetUpgrades;
import io.keydesk.service.fleet.MemberState;
import io.keydesk.service.fleet.Wave;
import io.keydesk.service.ticket.Ticket;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is filed once, however often a step ends in the middle, or two instances take it at once. */
@OnEveryServer
@Timeout(60)
class FleetCrashTests {

    private volatile Predicate<Object> dies = _ -> false;
    private final FleetUpgrades upgrades = new JdbcFleetUpgrades(TestDatabase.jdbc());

    /** Whose last word in a transaction fails, when everything else is written. */
    private final FleetUpgrades mortal = (FleetUpgrades) Proxy.newProxyInstance(
            FleetUpgrades.class.getClassLoader(), new Class<?>[] {FleetUpgrades.class}, (_, method, arguments) -> {
                try {
                    var answer = method.invoke(upgrades, arguments);
                    if (method.getName().equals("update") && dies.test(arguments[0])) {
                        throw new IllegalStateException("killed");
                    }
                    return answer;
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            });

    private final Fleet fleet = new Fleet(TestDatabase.emptyStore(), mortal);

    @Test
    void filesATicketWithItsClusterOrNotAtAll() {
        var cluster = fleet.ready("cache", "development");
        var upgrade = fleet.started(Fleet.atMost(5));
        dies = _ -> true;

        assertThatIllegalStateException().isThrownBy(fleet::advance).withMessage("killed");
        assertThatIllegalStateException().isThrownBy(fleet::advance).withMessage("killed");
        assertThat(fleet.upgradesOf(cluster)).isEmpty();
        assertThat(fleet.progress(upgrade).waves()).extracting(Wave::waiting).containsExactly(1);

        dies = _ -> false;
        fleet.advance();
        fleet.advance();
        assertThat(fleet.upgradesOf(cluster)).hasSize(1);
        assertThat(fleet.progress(upgrade).waves()).extracting(Wave::running).containsExactly(1);
    }

    @Test
    void putsOffAClusterOfWhichNothingCanBeFiledAndGoesOnWithTheOthers() {
        var bad = fleet.ready("bad", "development");
        var good = fleet.ready("good", "development");
        var upgrade = fleet.started(Fleet.atMost(1));
        dies = update -> update instanceof FleetMember member
                && member.cluster().equals(bad.id())
                && member.state() instanceof MemberState.Running;

        assertThatIllegalStateException().isThrownBy(fleet::advance).withMessage("killed");

        assertThat(fleet.upgradesOf(good)).hasSize(1);
        assertThat(fleet.upgradesOf(bad)).isEmpty();
        assertThat(upgrades.member(upgrade.id(), bad.id()))
                .hasValueSatisfying(member -> assertThat(member.state())
                        .isInstanceOfSatisfying(
                                MemberState.Waiting.class,
                                waiting -> assertThat(waiting.why())
                                        .isEqualTo("It could not be begun, and is tried again.")
                                        .isEqualTo(waiting.told())));
    }

    @Test
    void filesNoMoreThanWantedThoughTwoInstancesTakeAStepAtOnce() throws Exception {
        var clusters = IntStream.range(0, 8)
                .mapToObj(i -> fleet.ready("cache-" + i, "development"))
                .toList();
        var upgrade = fleet.started(Fleet.atMost(3));
        Callable<Boolean> step = () -> {
            fleet.advance();
            return true;
        };

        try (var instances = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var taken : instances.invokeAll(List.of(step, step, step, step))) {
                assertThat(taken.get()).isTrue();
            }
        }

        assertThat(fleet.progress(upgrade).waves()).extracting(Wave::running).containsExactly(3);
        assertThat(clusters.stream().map(this::filed).flatMap(List::stream)).hasSize(3);
    }

    private List<Ticket> filed(Cluster cluster) {
        return fleet.upgradesOf(cluster);
    }
}
