package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.keydesk.api.process.DeskPool.Opened;
import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.provisioning.kubernetes.fake.Tempo;
import io.keydesk.service.crash.CrashPoint;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills keydesk at every {@link CrashPoint} there is. Which story leads to a point stands in a switch over all of them, so
 * that one without a story does not compile, and one that the code never comes to fails. Those that both kinds of regions
 * come to leave other things behind on Kubernetes, where it is killed at some of them once more.
 */
@Timeout(300)
class CrashTests {

    private static final Map<String, String> LIVE = Map.of("maxmemory-policy", "volatile-ttl", "timeout", "300");
    private static final Map<String, String> BY_RESTART = Map.of("databases", "8");

    /** What the region of this machine never comes to. */
    private static final Set<CrashPoint> OF_KUBERNETES =
            EnumSet.of(CrashPoint.NAMES_CLAIMED, CrashPoint.OBJECT_APPLIED, CrashPoint.OBJECT_DELETED);

    /** So many objects of a cluster are applied by the time that its StatefulSet is. */
    private static final int TO_THE_STATEFUL_SET = 15;

    @RegisterExtension
    static final FakeKubernetes KUBERNETES = FakeKubernetes.withPods(Tempo.FAST);

    private static final KubernetesClient CLIENT = KUBERNETES.client();

    private static final DeskPool ON_THIS_MACHINE = new DeskPool(CrashTests::openOnThisMachine);
    private static final DeskPool ON_KUBERNETES = new DeskPool(CrashTests::openOnKubernetes);

    @TempDir
    static Path folder;

    @AfterAll
    static void close() {
        ON_THIS_MACHINE.close();
        ON_KUBERNETES.close();
        CLIENT.close();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void endsAsIfNobodyHadDied(CrashPoint point) {
        tell(OF_KUBERNETES.contains(point) ? ON_KUBERNETES : ON_THIS_MACHINE, point);
    }

    @ParameterizedTest(name = "{0} on Kubernetes")
    @EnumSource(
            names = {
                "CONNECTION_PUBLISHED",
                "NODE_ENDED",
                "WRITES_PAUSED",
                "PRIMARY_REPLACED",
                "DRIFT_REPAIRED",
                "CLUSTER_GONE"
            })
    @Execution(ExecutionMode.CONCURRENT)
    void endsOnKubernetesAsIfNobodyHadDied(CrashPoint point) {
        tell(ON_KUBERNETES, point);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void ordersOnKubernetesThoughItDiedWhenPodsBegan() {
        ON_KUBERNETES.lend(opened -> {
            var story = opened.story("pods-began");
            opened.desk().whileDead(() -> assertThat(statefulSets()).contains("rfr-pods-began"));
            opened.desk().diesAt(CrashPoint.OBJECT_APPLIED, TO_THE_STATEFUL_SET);
            story.order();
            opened.desk().whileDead(() -> {});
            assertThat(opened.desk().deaths()).isOne();
            story.delete();
        });
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void takesBackOnKubernetesWhatWasHalfMade() {
        ON_KUBERNETES.lend(opened -> {
            opened.story("half-made")
                    .orderAndTakeBack(CrashPoint.OBJECT_APPLIED, TO_THE_STATEFUL_SET, CrashPoint.ORDER_TAKEN_BACK);
            assertThat(opened.desk().deaths()).isEqualTo(2);
        });
    }

    private static Stream<String> statefulSets() {
        return CLIENT.apps().statefulSets().inAnyNamespace().list().getItems().stream()
                .map(set -> set.getMetadata().getName());
    }

    private static void tell(DeskPool pool, CrashPoint point) {
        var name = point.name().toLowerCase(Locale.ROOT).replace('_', '-');
        pool.lend(opened -> tale(point).tell(point, opened.desk(), opened.story(name)));
    }

    /** What leads to a point, and goes on after it to the end of the cluster. */
    private interface Tale {
        void tell(CrashPoint point, MortalDesk desk, ClusterStory story);
    }

    private static Tale tale(CrashPoint point) {
        return switch (point) {
            case DATABASE_DRAFTED -> CrashTests::opening;
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
                    CONNECTION_PUBLISHED,
                    NAMES_CLAIMED,
                    OBJECT_APPLIED -> CrashTests::ordering;
            case ORDER_TAKEN_BACK -> CrashTests::takingBack;
            case SETTING_CHANGED, SETTINGS_CHANGED -> changing(LIVE);
            case NODE_ENDED, WRITES_PAUSED, FAILOVER_ORDERED, PRIMARY_REPLACED, PRIMARY_DEMOTED -> changing(BY_RESTART);
            case DRIFT_REPAIRED -> CrashTests::drifting;
            case SENTINELS_ENDED, PROCESSES_ENDED, FILE_REMOVED, FOLDER_REMOVED, CLUSTER_GONE, OBJECT_DELETED ->
                CrashTests::deleting;
        };
    }

    /** With a home of its own: those of the others have a database. */
    private static void opening(CrashPoint point, MortalDesk others, ClusterStory theirs) {
        try (var desk = MortalDesk.openDyingAt(point, folder.resolve("home"))) {
            new ClusterStory(desk, "first").order();
            assertThat(desk.deaths()).isOne();
        }
    }

    private static void ordering(CrashPoint point, MortalDesk desk, ClusterStory story) {
        desk.diesAt(point, 1);
        story.order();
        assertThat(desk.deaths()).isOne();
        story.delete();
    }

    /** There is something to take back then of which nothing is written anywhere. */
    private static void takingBack(CrashPoint point, MortalDesk desk, ClusterStory story) {
        story.orderAndTakeBack(CrashPoint.SENTINEL_LAUNCHED, 2, point);
        assertThat(desk.deaths()).isEqualTo(2);
    }

    private static Tale changing(Map<String, String> settings) {
        return (point, desk, story) -> {
            story.order();
            desk.diesAt(point, 1);
            story.change(settings);
            assertThat(desk.deaths()).isOne();
            story.delete();
        };
    }

    private static void drifting(CrashPoint point, MortalDesk desk, ClusterStory story) {
        story.order();
        desk.diesAt(point, 1);
        story.misconfigure("masteruser", "nobody");
        assertThat(desk.deaths()).isOne();
        story.delete();
    }

    private static void deleting(CrashPoint point, MortalDesk desk, ClusterStory story) {
        story.order();
        desk.diesAt(point, 1);
        story.delete();
        assertThat(desk.deaths()).isOne();
    }

    private static Opened openOnThisMachine(int number) {
        var desk = MortalDesk.open(folder.resolve("home-" + number));
        return new Opened(desk, new RegionOnDisk(desk.home()));
    }

    private static Opened openOnKubernetes(int number) {
        var system = "valkey-" + number;
        var shop = "shop-" + number;
        Stream.of(system, shop).forEach(KUBERNETES::createNamespace);
        var region = new RegionOnKubernetes(CLIENT, system, shop);
        var desk = MortalDesk.open(folder.resolve("kubernetes-" + number), region.properties(KUBERNETES.kubeconfig()));
        return new Opened(desk, region);
    }
}
