package io.keydesk.service.reconcile;

import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.Observation;
import io.keydesk.service.provisioning.Credentials;
import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Happening;
import io.keydesk.service.provisioning.Outcome;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedWork;
import io.keydesk.service.provisioning.Progress;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.Region;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Answers each step with the next outcome of a script, and the last one for ever; remembers what it was asked. */
public final class ScriptedProvisioner implements Provisioner {

    public static final Duration RETRY_AFTER = Duration.ofMillis(100);

    private final Deque<Supplier<Outcome>> script = new ArrayDeque<>();
    private final List<DesiredCluster> applied = new ArrayList<>();
    private final List<ClusterId> deleted = new ArrayList<>();
    private final List<DesiredCluster> previewed = new ArrayList<>();
    private Supplier<Optional<Credentials>> credentials = Optional::empty;
    private Optional<Supplier<PlannedWork>> plan = Optional.empty();
    private Region region;
    private Optional<Duration> interval = Optional.empty();

    public ScriptedProvisioner(String name, String engineVersion) {
        this.region = new Region(name, "local", true, null, new Region.Engine("valkey", engineVersion, false));
    }

    public ScriptedProvisioner then(Outcome outcome) {
        return then(() -> outcome);
    }

    /** What happens during the step, too. */
    public ScriptedProvisioner then(Supplier<Outcome> step) {
        script.add(step);
        return this;
    }

    public void lookedAtEvery(Duration needed) {
        interval = Optional.of(needed);
    }

    public void holding(Supplier<Optional<Credentials>> held) {
        credentials = held;
    }

    public void previewing(Supplier<PlannedWork> planned) {
        plan = Optional.of(planned);
    }

    public void become(Region other) {
        region = other;
    }

    /** Its clusters can be upgraded to these. */
    public void offering(String... newer) {
        var engines = Stream.concat(
                        Stream.ofNullable(region.engine()),
                        Stream.of(newer).map(version -> new Region.Engine("valkey", version, false)))
                .toList();
        region = new Region(
                region.name(),
                region.type(),
                true,
                null,
                region.engine(),
                null,
                region.namespaces(),
                region.accessLabelPrefix(),
                engines);
    }

    /** Another instance works in the region. */
    public void servedBy(Region.Server other) {
        region = new Region(region.name(), region.type(), true, null, region.engine(), other);
    }

    public List<DesiredCluster> applied() {
        return List.copyOf(applied);
    }

    public List<ClusterId> deleted() {
        return List.copyOf(deleted);
    }

    public List<DesiredCluster> previewed() {
        return List.copyOf(previewed);
    }

    public static Outcome working(int step, int of, String message) {
        return working(step, of, message, Observation.NOTHING);
    }

    public static Outcome working(int step, int of, String message, Observation seen) {
        return new Outcome.InProgress(new Progress(step, of, message), seen, List.of(), RETRY_AFTER);
    }

    public static Outcome ready(Observation seen, Happening... happenings) {
        return new Outcome.Ready(seen, List.of(happenings));
    }

    public static Outcome failed(String reason) {
        return new Outcome.Failed(reason, reason + " happened.", true, List.of());
    }

    public static Outcome failedForGood(String reason) {
        return new Outcome.Failed(reason, reason + " happened.", false, List.of());
    }

    public static Outcome away(String message) {
        return new Outcome.Away(message, Observation.NOTHING, List.of(), RETRY_AFTER);
    }

    public static Outcome gone() {
        return new Outcome.Gone(List.of());
    }

    private Outcome next() {
        var step = script.size() > 1 ? script.remove() : script.element();
        return step.get();
    }

    @Override
    public Optional<Duration> interval() {
        return interval;
    }

    @Override
    public Region region() {
        return region;
    }

    @Override
    public PlannedWork preview(DesiredCluster desired) {
        previewed.add(desired);
        return plan.map(Supplier::get)
                .orElseGet(() -> new PlannedWork(
                        List.of(new PlannedObject("process", desired.name() + "-0", PlannedObject.Action.CREATE))));
    }

    @Override
    public Outcome apply(DesiredCluster desired) {
        applied.add(desired);
        return next();
    }

    @Override
    public Observation observe(DesiredCluster desired) {
        return Observation.NOTHING;
    }

    @Override
    public Outcome delete(ClusterId cluster) {
        deleted.add(cluster);
        return next();
    }

    @Override
    public Optional<Credentials> credentials(ClusterId cluster) {
        return credentials.get();
    }
}
