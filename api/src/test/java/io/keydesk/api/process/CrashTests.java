package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.keydesk.api.process.DeskPool.Opened;
import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.provisioning.kubernetes.fake.Tempo;
import io.keydesk.provisioning.local.TestServers;
import io.keydesk.service.crash.CrashPoint;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
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
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills keydesk at every {@link CrashPoint} there is. Which scene leads to a point stands in a switch over all of them, so
 * that one without a scene does not compile, and one that the code never comes to fails. In a scene keydesk dies at each of
 * its points, one after the other. Those that both kinds of regions come to leave other things behind on Kubernetes, where it
 * is killed at some of them once more. Each death costs a start of keydesk, so a build kills it at one point of each scene, at
 * another one every day, and on Kubernetes at its own; {@code -Dcrash=all} has it die at all of them.
 *
 * <p>Requests that come to no point but those of other scenes share the story of a long life. Whatever the scene: each ticket
 * ends once, and its events are told once; every node is as it was asked to be; nothing but that is there; and no key is lost.
 */
@Timeout(300)
class CrashTests {

    private static final boolean AT_ALL_POINTS = "all".equals(System.getProperty("crash"));

    private static final Map<String, String> LIVE = Map.of("maxmemory-policy", "volatile-ttl", "timeout", "300");
    private static final Map<String, String> BY_RESTART = Map.of("databases", "8");

    /** What the region of this machine never comes to. */
    private static final Set<CrashPoint> OF_KUBERNETES =
            EnumSet.of(CrashPoint.NAMES_CLAIMED, CrashPoint.OBJECT_APPLIED, CrashPoint.OBJECT_DELETED);

    private static final Set<CrashPoint> AT_KUBERNETES = AT_ALL_POINTS
            ? with(
                    OF_KUBERNETES,
                    CrashPoint.CONNECTION_PUBLISHED,
                    CrashPoint.NODE_ENDED,
                    CrashPoint.WRITES_PAUSED,
                    CrashPoint.PRIMARY_REPLACED,
                    CrashPoint.DRIFT_REPAIRED,
                    CrashPoint.DRILL_NOTED,
                    CrashPoint.PASSWORDS_MADE,
                    CrashPoint.PASSWORDS_ACCEPTED,
                    CrashPoint.PASSWORDS_USED,
                    CrashPoint.OLD_PASSWORD_ENDED,
                    CrashPoint.REPLICAS_ENDED,
                    CrashPoint.CLUSTER_GONE)
            : OF_KUBERNETES;

    /** What can be asked of a cluster, one after the other. */
    private enum Part {
        PLAN,
        ACCESS,
        ROLL_BACK,
        UPGRADE,
        OFF,
        ON
    }

    /** Where keydesk dies in a part of a story; what it leaves behind there is not what it leaves in another part. */
    private record Death(Part part, CrashPoint point) {}

    private static final List<Death> ON_DISK = List.of(
            new Death(Part.PLAN, CrashPoint.SETTING_CHANGED),
            new Death(Part.PLAN, CrashPoint.CONNECTION_PUBLISHED),
            new Death(Part.ACCESS, CrashPoint.CONNECTION_PUBLISHED),
            new Death(Part.ROLL_BACK, CrashPoint.SETTINGS_CHANGED),
            new Death(Part.ROLL_BACK, CrashPoint.CONNECTION_PUBLISHED),
            new Death(Part.OFF, CrashPoint.SENTINELS_ENDED),
            new Death(Part.ON, CrashPoint.SENTINEL_LAUNCHED),
            new Death(Part.ON, CrashPoint.NODE_LAUNCHED));

    private static final List<Death> IN_PODS = List.of(
            new Death(Part.PLAN, CrashPoint.OBJECT_APPLIED),
            new Death(Part.PLAN, CrashPoint.CONNECTION_PUBLISHED),
            new Death(Part.ACCESS, CrashPoint.OBJECT_APPLIED),
            new Death(Part.ACCESS, CrashPoint.CONNECTION_PUBLISHED),
            new Death(Part.ROLL_BACK, CrashPoint.SETTINGS_CHANGED),
            new Death(Part.ROLL_BACK, CrashPoint.CONNECTION_PUBLISHED),
            new Death(Part.UPGRADE, CrashPoint.NODE_ENDED),
            new Death(Part.UPGRADE, CrashPoint.PRIMARY_REPLACED),
            new Death(Part.OFF, CrashPoint.REPLICAS_ENDED),
            new Death(Part.ON, CrashPoint.OBJECT_APPLIED));

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

    @ParameterizedTest
    @EnumSource
    @Execution(ExecutionMode.CONCURRENT)
    void endsAsIfNobodyHadDied(Scene scene) {
        tell(ON_THIS_MACHINE, scene, point -> !OF_KUBERNETES.contains(point));
    }

    @ParameterizedTest
    @MethodSource("onKubernetes")
    @Execution(ExecutionMode.CONCURRENT)
    void endsOnKubernetesAsIfNobodyHadDied(Scene scene) {
        tell(ON_KUBERNETES, scene, AT_KUBERNETES::contains);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void livesThroughAllThatIsAskedLaterAsIfNobodyHadDied() {
        live(ON_THIS_MACHINE, ON_DISK);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void livesOnKubernetesThroughAllThatIsAskedLaterAsIfNobodyHadDied() {
        assumeTrue(AT_ALL_POINTS);
        live(ON_KUBERNETES, IN_PODS);
    }

    /** Another plan, another namespace, all of it rolled back, then off and on; where a region can, another version before. */
    private static void live(DeskPool pool, List<Death> deaths) {
        var chosen = AT_ALL_POINTS ? deaths : List.of(ofToday(deaths));
        pool.lend(opened -> {
            var story = opened.story("living");
            story.order(Map.of("persistence", "aof"));
            deaths.stream().map(Death::part).distinct().forEach(part -> {
                var points = chosen.stream()
                        .filter(death -> death.part() == part)
                        .map(Death::point)
                        .toList();
                dying(opened.desk(), points, () -> take(part, story));
            });
            story.delete();
        });
    }

    private static void take(Part part, ClusterStory story) {
        switch (part) {
            case PLAN -> story.changePlan("s");
            case ACCESS -> story.moveAccess();
            case ROLL_BACK -> story.rollBackToTheOrder();
            case UPGRADE -> story.upgrade();
            case OFF -> story.powerOff();
            case ON -> story.powerOn();
        }
    }

    private static <T> T ofToday(List<T> choices) {
        return choices.get(LocalDate.now().getDayOfYear() % choices.size());
    }

    private static Set<CrashPoint> with(Set<CrashPoint> these, CrashPoint... others) {
        var all = EnumSet.copyOf(these);
        all.addAll(List.of(others));
        return all;
    }

    private static Stream<Scene> onKubernetes() {
        return AT_KUBERNETES.stream().map(CrashTests::scene).distinct();
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

    /** What leads from one point to the next. */
    private enum Scene {
        OPENING,
        FILING,
        STARTING,
        TELLING,
        PREPARING,
        LAUNCHING,
        PUBLISHING,
        TAKING_BACK,
        CHANGING,
        CHANGING_LATER,
        ROLLING,
        FAILING_OVER,
        REPLACING,
        DEMOTING,
        DRIFTING,
        DRILLING,
        ROTATING,
        POWERING_OFF,
        UPGRADING,
        DELETING
    }

    private static Scene scene(CrashPoint point) {
        return switch (point) {
            case DATABASE_DRAFTED -> Scene.OPENING;
            case TICKET_WRITTEN, TICKET_FILED, TICKET_APPROVED -> Scene.FILING;
            case CLUSTER_PICKED, TICKET_STARTED, STEP_TAKEN, OUTCOME_STORED -> Scene.STARTING;
            case EVENTS_TAKEN, EVENTS_TOLD -> Scene.TELLING;
            case FOLDERS_MADE, PORTS_CHOSEN, FILE_DRAFTED, PASSWORD_WRITTEN, NAMES_CLAIMED, OBJECT_APPLIED ->
                Scene.PREPARING;
            case NODES_PREPARED, NODE_LAUNCHED, SENTINELS_PREPARED, SENTINEL_LAUNCHED -> Scene.LAUNCHING;
            case SENTINELS_STARTED, STREAM_PROVEN, CONFIG_MAP_PUBLISHED, CONNECTION_PUBLISHED -> Scene.PUBLISHING;
            case ORDER_TAKEN_BACK -> Scene.TAKING_BACK;
            case TICKET_DUE -> Scene.CHANGING_LATER;
            case SETTING_CHANGED, SETTINGS_CHANGED -> Scene.CHANGING;
            case NODE_ENDED, WRITES_PAUSED -> Scene.ROLLING;
            // A life after one of these need not come to the others.
            case FAILOVER_ORDERED -> Scene.FAILING_OVER;
            case PRIMARY_REPLACED -> Scene.REPLACING;
            case PRIMARY_DEMOTED -> Scene.DEMOTING;
            case SENTINEL_ENDED -> Scene.UPGRADING;
            case DRIFT_REPAIRED -> Scene.DRIFTING;
            case DRILL_NOTED -> Scene.DRILLING;
            case PASSWORDS_MADE, PASSWORDS_ACCEPTED, PASSWORDS_USED, OLD_PASSWORD_ENDED -> Scene.ROTATING;
            case REPLICAS_ENDED -> Scene.POWERING_OFF;
            case OBJECT_DELETED, SENTINELS_ENDED, PROCESSES_ENDED, FILE_REMOVED, FOLDER_REMOVED, CLUSTER_GONE ->
                Scene.DELETING;
        };
    }

    private static void tell(DeskPool pool, Scene scene, Predicate<CrashPoint> there) {
        var points = Stream.of(CrashPoint.values())
                .filter(there)
                .filter(point -> scene(point) == scene)
                .toList();
        var name = scene.name().toLowerCase(Locale.ROOT).replace('_', '-');
        var chosen = AT_ALL_POINTS ? points : List.of(ofToday(points));
        pool.lend(opened -> tell(scene, chosen, opened.desk(), opened.story(name)));
    }

    private static void tell(Scene scene, List<CrashPoint> points, MortalDesk desk, ClusterStory story) {
        switch (scene) {
            case OPENING -> open(points);
            case UPGRADING -> upgrade(points);
            case FILING, STARTING, TELLING, PREPARING, LAUNCHING, PUBLISHING -> {
                dying(desk, points, story::order);
                story.delete();
            }
            // There is something to take back then of which nothing is written anywhere.
            case TAKING_BACK -> {
                story.orderAndTakeBack(CrashPoint.SENTINEL_LAUNCHED, 2, points.getFirst());
                assertThat(desk.deaths()).isEqualTo(2);
            }
            case CHANGING -> {
                story.order();
                dying(desk, points, () -> story.change(LIVE));
                story.delete();
            }
            case CHANGING_LATER -> {
                story.order();
                dying(desk, points, () -> story.changeLater(LIVE));
                story.delete();
            }
            case ROLLING, FAILING_OVER, REPLACING, DEMOTING -> {
                story.order();
                dying(desk, points, () -> story.change(BY_RESTART));
                story.delete();
            }
            case DRIFTING -> {
                story.order();
                dying(desk, points, () -> story.misconfigure("masteruser", "nobody"));
                story.delete();
            }
            case DRILLING -> {
                story.order();
                dying(desk, points, story::drill);
                story.delete();
            }
            case ROTATING -> {
                story.order();
                dying(desk, points, story::rotate);
                story.delete();
            }
            case POWERING_OFF -> {
                story.order(Map.of("persistence", "aof"));
                dying(desk, points, story::powerOffAndOn);
                story.delete();
            }
            case DELETING -> {
                story.order();
                dying(desk, points, story::delete);
            }
        }
    }

    private static void dying(MortalDesk desk, List<CrashPoint> points, Runnable action) {
        if (!points.isEmpty()) {
            desk.diesAt(points);
        }
        action.run();
        assertThat(desk.deaths()).as("deaths at %s", points).isEqualTo(points.size());
    }

    /** With a home of its own: those of the others have a database. */
    private static void open(List<CrashPoint> points) {
        try (var desk = MortalDesk.openDyingAt(points.getFirst(), folder.resolve("home"))) {
            new ClusterStory(desk, "first").order();
            assertThat(desk.deaths()).isOne();
        }
    }

    /** With a region that starts with an older version than the others. */
    private static void upgrade(List<CrashPoint> points) {
        var newer = TestServers.installed();
        assumeTrue(newer.isPresent());
        var older = TestServers.bundled(folder.resolve("bundle"));
        try (var desk = MortalDesk.open(
                folder.resolve("upgrading"),
                "--keydesk.local.valkey-server=" + older,
                "--keydesk.local.further-servers=" + newer.get())) {
            var story = new ClusterStory(desk, "upgrading");
            story.order();
            dying(desk, points, story::upgrade);
            story.delete();
        }
    }

    private static Opened openOnThisMachine(int number) {
        var desk = MortalDesk.open(folder.resolve("home-" + number));
        return new Opened(desk, new RegionOnDisk(desk.home()));
    }

    private static Opened openOnKubernetes(int number) {
        var system = "valkey-" + number;
        var shop = "shop-" + number;
        var region = new RegionOnKubernetes(CLIENT, system, shop);
        Stream.of(system, shop, region.otherNamespace()).forEach(KUBERNETES::createNamespace);
        var desk = MortalDesk.open(folder.resolve("kubernetes-" + number), region.properties(KUBERNETES.kubeconfig()));
        return new Opened(desk, region);
    }
}
