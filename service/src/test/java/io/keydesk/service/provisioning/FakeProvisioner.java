package io.keydesk.service.provisioning;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.Drill;
import io.keydesk.service.cluster.Drill.Measured;
import io.keydesk.service.cluster.Endpoints;
import io.keydesk.service.cluster.NodeObservation;
import io.keydesk.service.cluster.NodeObservation.Role;
import io.keydesk.service.cluster.NodeObservation.State;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.cluster.Rotated;
import io.keydesk.service.provisioning.PlannedObject.Action;
import io.keydesk.service.provisioning.Region.Engine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A region in memory: every change takes one step more than looking does, unless a test says otherwise. While it is not
 * healthy, it is away.
 */
public final class FakeProvisioner implements Provisioner {

    private static final Long USED = 2_000_000L;
    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration GAP = Duration.ofMillis(700);

    private final Clock clock;
    private final Map<ClusterId, DesiredCluster> begun = new ConcurrentHashMap<>();
    private final Map<ClusterId, DesiredCluster> applied = new ConcurrentHashMap<>();
    private final Map<ClusterId, Drill> drills = new ConcurrentHashMap<>();
    private final Map<ClusterId, Rotated> rotations = new ConcurrentHashMap<>();
    private final Queue<Outcome.Failed> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Happening> happenings = new ConcurrentLinkedQueue<>();
    private volatile Region region = new Region("local", "local", true, null, new Engine("valkey", "8.0.1", false));

    public FakeProvisioner(Clock clock) {
        this.clock = clock;
    }

    /** The next calls fail like this, in this order. */
    public void failNext(String reason, String message, boolean retryable) {
        failures.add(new Outcome.Failed(reason, message, retryable, List.of()));
    }

    /** The next call tells this. */
    public void tell(Happening happening) {
        happenings.add(happening);
    }

    public void become(Region other) {
        region = other;
    }

    @Override
    public Region region() {
        return region;
    }

    @Override
    public PlannedWork preview(DesiredCluster desired) {
        var last = applied.get(desired.id());
        if (desired.state().deleted()) {
            return last == null
                    ? PlannedWork.NONE
                    : new PlannedWork(
                            parts(last.state(), desired, Action.DELETE).toList());
        }
        if (last == null) {
            return new PlannedWork(
                    parts(desired.state(), desired, Action.CREATE).toList());
        }
        if (last.state().poweredOff() != desired.state().poweredOff()) {
            return new PlannedWork(processes(desired, desired.state().poweredOff() ? Action.DELETE : Action.CREATE)
                    .toList());
        }
        return content(last).equals(content(desired))
                ? PlannedWork.NONE
                : new PlannedWork(List.of(file(Action.CHANGE)));
    }

    /** What is there of a cluster, and what it is like, by its kind and name. */
    Map<String, String> parts(DesiredCluster cluster) {
        return applied(cluster)
                .map(last -> parts(last.state(), last, Action.CREATE)
                        .collect(Collectors.toMap(
                                part -> "%s %s".formatted(part.kind(), part.name()),
                                part -> part.kind().equals("file") ? content(last) : "")))
                .orElse(Map.of());
    }

    /** What was applied of it last. */
    Optional<DesiredCluster> applied(DesiredCluster cluster) {
        return Optional.ofNullable(applied.get(cluster.id()));
    }

    private static Stream<PlannedObject> parts(DesiredState state, DesiredCluster cluster, Action action) {
        var processes = state.poweredOff() ? Stream.<PlannedObject>of() : processes(cluster, action);
        return Stream.concat(processes, Stream.of(file(action)));
    }

    private static PlannedObject file(Action action) {
        return new PlannedObject("file", "valkey.conf", action);
    }

    /** Whether it runs is not in the file. */
    private static String content(DesiredCluster cluster) {
        return cluster.state().asPowered(true).toString();
    }

    @Override
    public Outcome apply(DesiredCluster desired) {
        var obstacle = obstacle();
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        if (!desired.equals(begun.put(desired.id(), desired))) {
            var progress = new Progress(1, 2, "Starting 3 nodes");
            return new Outcome.InProgress(progress, observe(desired), news(), SOON);
        }
        var before = applied.put(desired.id(), desired);
        if (desired.state().drill() && (before == null || before.revision() < desired.revision())) {
            int primary = primary(desired.id());
            var drill = new Drill(desired.revision(), primary, (primary + 1) % 3, new Measured(GAP, 100, 0));
            drills.put(desired.id(), drill);
        }
        var rotation = desired.state().rotation();
        if (rotation != null && (before == null || before.state().generation() < rotation.generation())) {
            var now = clock.instant();
            var end = now.plus(rotation.overlap());
            rotations.put(desired.id(), new Rotated(rotation.generation(), now, end, end));
        }
        return new Outcome.Ready(observe(desired), news());
    }

    /** What is left of the passwords before. */
    private @Nullable Rotated rotated(ClusterId cluster) {
        var last = rotations.get(cluster);
        return last == null || last.nextEnd(clock.instant()).isPresent()
                ? last
                : new Rotated(last.generation(), last.at(), null, null);
    }

    @Override
    public Observation observe(DesiredCluster desired) {
        var last = applied.get(desired.id());
        if (last == null) {
            return Observation.NOTHING;
        }
        var drill = drills.get(desired.id());
        if (last.state().poweredOff()) {
            var off = Arrays.stream(Condition.Type.values())
                    .map(type -> new Condition(
                            type, Condition.Status.UNKNOWN, Condition.POWERED_OFF, "It is off.", clock.instant()))
                    .toList();
            return new Observation(last.revision(), off, nodes(-1, State.STOPPED), endpoints())
                    .drilled(drill)
                    .rotated(rotated(desired.id()));
        }
        var conditions = Arrays.stream(Condition.Type.values())
                .map(type -> new Condition(type, Condition.Status.TRUE, "Fine", "All is well.", clock.instant()))
                .toList();
        return new Observation(last.revision(), conditions, nodes(primary(desired.id()), State.RUNNING), endpoints())
                .drilled(drill)
                .rotated(rotated(desired.id()));
    }

    @Override
    public Outcome delete(ClusterId cluster) {
        var obstacle = obstacle();
        if (obstacle.isPresent()) {
            return obstacle.get();
        }
        begun.remove(cluster);
        drills.remove(cluster);
        rotations.remove(cluster);
        if (applied.remove(cluster) != null) {
            return new Outcome.InProgress(new Progress(1, 1, "Stopping 3 nodes"), Observation.NOTHING, news(), SOON);
        }
        return new Outcome.Gone(news());
    }

    @Override
    public Optional<Credentials> credentials(ClusterId cluster) {
        return Optional.ofNullable(applied.get(cluster))
                .map(last -> new Credentials(
                        "default", "secret-%d-of-%s".formatted(last.state().generation(), cluster)));
    }

    private Optional<Outcome> obstacle() {
        var message = region.message();
        return region.healthy()
                ? Optional.ofNullable(failures.poll())
                : Optional.of(new Outcome.Away(message == null ? "" : message, Observation.NOTHING, news(), SOON));
    }

    private List<Happening> news() {
        var news = new ArrayList<Happening>();
        for (var next = happenings.poll(); next != null; next = happenings.poll()) {
            news.add(next);
        }
        return news;
    }

    private static Stream<PlannedObject> processes(DesiredCluster desired, Action action) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(i -> "%s, node %d".formatted(desired.name(), i))
                .map(name -> new PlannedObject("process", name, action, (action == Action.CREATE ? "+" : "-") + name));
    }

    private int primary(ClusterId cluster) {
        var drill = drills.get(cluster);
        return drill == null ? 0 : drill.to();
    }

    /** @param primary negative for none that answers */
    private static List<NodeObservation> nodes(int primary, State state) {
        return IntStream.range(0, 3)
                .mapToObj(i -> new NodeObservation(
                        i,
                        state,
                        primary < 0 ? null : i == primary ? Role.PRIMARY : Role.REPLICA,
                        "127.0.0.1:" + (17000 + i),
                        primary < 0 || i == primary ? null : Boolean.TRUE,
                        "127.0.0.1:" + (17003 + i),
                        state,
                        USED))
                .toList();
    }

    private static Endpoints endpoints() {
        return new Endpoints("127.0.0.1", 17003, List.of("127.0.0.1:17003", "127.0.0.1:17004", "127.0.0.1:17005"));
    }
}
