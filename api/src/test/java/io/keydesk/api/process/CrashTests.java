package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.crash.CrashPoint;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills keydesk at every {@link CrashPoint} there is. Which story leads to a point stands in a switch over all of them, so
 * that one without a story does not compile, and one that the code never comes to fails.
 */
@Timeout(300)
class CrashTests {

    private static final Map<String, String> LIVE = Map.of("maxmemory-policy", "volatile-ttl", "timeout", "300");
    private static final Map<String, String> BY_RESTART = Map.of("databases", "8");

    /** Desks that have nothing to do and nothing to remember. Who takes one and fails keeps it. */
    private static final Queue<MortalDesk> FREE = new ConcurrentLinkedQueue<>();

    private static final Queue<MortalDesk> ALL = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger HOMES = new AtomicInteger();

    @TempDir
    static Path folder;

    @AfterAll
    static void close() {
        ALL.forEach(MortalDesk::close);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void endsAsIfNobodyHadDied(CrashPoint point) {
        var free = FREE.poll();
        var desk = free == null ? open() : free;
        try {
            tell(point, desk);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("%s\n%s".formatted(e.getMessage(), desk.log()), e);
        }
        FREE.add(desk);
    }

    private static MortalDesk open() {
        int number = HOMES.getAndIncrement();
        int port = 18_600 + 20 * number;
        var desk = MortalDesk.open(
                folder.resolve("home-" + number), "--keydesk.local.ports=%d-%d".formatted(port, port + 19));
        ALL.add(desk);
        return desk;
    }

    private static void tell(CrashPoint point, MortalDesk desk) {
        var story = new ClusterStory(desk, point.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        switch (point) {
            case DATABASE_DRAFTED -> {
                try (var opened =
                        MortalDesk.openDyingAt(point, folder.resolve("home"), "--keydesk.local.ports=18580-18599")) {
                    new ClusterStory(opened, "first").order();
                    assertThat(opened.deaths()).isOne();
                }
            }
            case TICKET_WRITTEN,
                    TICKET_FILED,
                    TICKET_APPROVED,
                    CLUSTER_PICKED,
                    TICKET_STARTED,
                    STEP_TAKEN,
                    OUTCOME_STORED,
                    EVENTS_TAKEN,
                    EVENTS_TOLD,
                    FOLDERS_MADE,
                    PORTS_CHOSEN,
                    FILE_DRAFTED,
                    PASSWORD_WRITTEN,
                    NODES_PREPARED,
                    NODE_LAUNCHED,
                    SENTINELS_PREPARED,
                    SENTINEL_LAUNCHED,
                    SENTINELS_STARTED,
                    STREAM_PROVEN,
                    CONFIG_MAP_PUBLISHED,
                    CONNECTION_PUBLISHED -> {
                desk.diesAt(point, 1);
                story.order();
                assertThat(desk.deaths()).isOne();
                story.delete();
            }
            case ORDER_TAKEN_BACK -> {
                // There is something to take back then of which nothing is written anywhere.
                story.orderAndTakeBack(CrashPoint.SENTINEL_LAUNCHED, point);
                assertThat(desk.deaths()).isEqualTo(2);
            }
            case SETTING_CHANGED, SETTINGS_CHANGED -> {
                story.order();
                desk.diesAt(point, 1);
                story.change(LIVE);
                assertThat(desk.deaths()).isOne();
                story.delete();
            }
            case NODE_ENDED, WRITES_PAUSED, FAILOVER_ORDERED, PRIMARY_REPLACED, PRIMARY_DEMOTED -> {
                story.order();
                desk.diesAt(point, 1);
                story.change(BY_RESTART);
                assertThat(desk.deaths()).isOne();
                story.delete();
            }
            case DRIFT_REPAIRED -> {
                story.order();
                desk.diesAt(point, 1);
                story.misconfigure("masteruser", "nobody");
                assertThat(desk.deaths()).isOne();
                story.delete();
            }
            case SENTINELS_ENDED, PROCESSES_ENDED, FILE_REMOVED, FOLDER_REMOVED, CLUSTER_GONE -> {
                story.order();
                desk.diesAt(point, 1);
                story.delete();
                assertThat(desk.deaths()).isOne();
            }
        }
    }
}
