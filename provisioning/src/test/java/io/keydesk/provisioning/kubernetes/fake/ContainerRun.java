package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A container of a pod: runs it, and runs it again, until it is stopped. */
final class ContainerRun implements Probing.Listener {

    /** What a container needs of its pod. */
    interface Sandbox {

        /** Starts the container, once all that it needs is there. */
        RunningContainer start(JsonNode container) throws Environment.Missing;

        Probe probe(JsonNode container, String kind);

        RunningContainer.Executed hook(RunningContainer running, JsonNode container, Duration timeout);

        /** Something that the pod's status says has changed. */
        void changed();

        void tell(String type, String reason, String message);

        /** Waits for this time, or until something happens that a container may have waited for. */
        void await(Duration time) throws InterruptedException;
    }

    /** As the kubelet has it: it doubles up to five minutes, and begins anew after ten minutes of running. */
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);

    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
    private static final Duration FORGIVEN = Duration.ofMinutes(10);

    private final JsonNode spec;
    private final boolean initial;
    private final Sandbox sandbox;
    private final Machines machines;
    private final Tempo tempo;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile ContainerState state;
    private volatile @Nullable ContainerState last;
    private volatile @Nullable RunningContainer running;
    private volatile JsonNode resources;
    private volatile int restarts;
    private volatile boolean started;
    private volatile boolean ready;
    private volatile boolean stopping;

    ContainerRun(JsonNode spec, boolean initial, Sandbox sandbox, Machines machines, Tempo tempo) {
        this.spec = spec;
        this.initial = initial;
        this.sandbox = sandbox;
        this.machines = machines;
        this.tempo = tempo;
        this.state = initial ? ContainerState.INITIALIZING : ContainerState.CREATING;
        this.resources = spec.path("resources");
    }

    String name() {
        return spec.path("name").asText();
    }

    boolean initial() {
        return initial;
    }

    ContainerView view() {
        return new ContainerView(spec, initial, state, last, restarts, started, ready, resources);
    }

    void resized(JsonNode resources) {
        this.resources = resources;
    }

    @Nullable
    RunningContainer running() {
        return running;
    }

    void start() {
        Thread.ofVirtual().name("fake-kubernetes-container").start(this::run);
    }

    private void run() {
        try {
            var backOff = Duration.ZERO;
            while (!stopping) {
                var run = create();
                if (run == null) {
                    break;
                }
                var code = run.awaitExit();
                var until = Instant.now();
                enter(new ContainerState.Terminated(code, run.since(), until));
                if (stopping || done(code)) {
                    break;
                }
                last = state;
                restarts++;
                backOff = Duration.between(run.since(), until).compareTo(tempo.of(FORGIVEN)) > 0
                        ? Duration.ZERO
                        : backOff;
                rest(backOff);
                backOff = next(backOff);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
            sandbox.changed();
        }
    }

    private boolean done(int code) {
        return initial && code == 0 && !spec.path("restartPolicy").asText().equals("Always");
    }

    /** {@code null} when it was stopped before it could start. */
    private @Nullable RunningContainer create() throws InterruptedException {
        pull();
        while (!stopping) {
            try {
                var run = sandbox.start(spec);
                synchronized (this) {
                    if (stopping) {
                        run.kill();
                    }
                    running = run;
                }
                enter(new ContainerState.Running(run.since()));
                new Probing(run, tempo, this)
                        .start(probe(run, "startupProbe"), probe(run, "readinessProbe"), probe(run, "livenessProbe"));
                return run;
            } catch (Environment.Missing e) {
                var mount = String.valueOf(e.getMessage()).startsWith("MountVolume");
                var reason = mount ? "ContainerCreating" : "CreateContainerConfigError";
                enter(new ContainerState.Waiting(reason, mount ? "" : String.valueOf(e.getMessage())));
                sandbox.tell("Warning", mount ? "FailedMount" : "Failed", String.valueOf(e.getMessage()));
                sandbox.await(Duration.ofSeconds(2));
            }
        }
        return null;
    }

    private Probe probe(RunningContainer run, String kind) {
        var probe = sandbox.probe(spec, kind);
        return run.isPretended() ? new Probe(MissingNode.getInstance(), probe.mounts(), "") : probe;
    }

    private void pull() throws InterruptedException {
        var image = spec.path("image").asText();
        var backOff = FIRST_BACK_OFF;
        while (!stopping && machines.unpullable(image).isPresent()) {
            var message = machines.unpullable(image).orElse("");
            enter(new ContainerState.Waiting("ErrImagePull", message));
            sandbox.tell("Warning", "Failed", "Failed to pull image \"%s\": %s".formatted(image, message));
            sandbox.await(tempo.ofSeconds(1));
            enter(new ContainerState.Waiting(
                    "ImagePullBackOff", "Back-off pulling image \"%s\": ErrImagePull: %s".formatted(image, message)));
            var until = Instant.now().plus(tempo.of(backOff));
            while (!stopping
                    && machines.unpullable(image).isPresent()
                    && Instant.now().isBefore(until)) {
                sandbox.await(Duration.between(Instant.now(), until));
            }
            backOff = next(backOff);
        }
    }

    private void rest(Duration backOff) throws InterruptedException {
        if (backOff.isZero()) {
            return;
        }
        enter(new ContainerState.Waiting(
                "CrashLoopBackOff",
                "back-off %ds restarting failed container=%s".formatted(backOff.toSeconds(), name())));
        sandbox.tell("Warning", "BackOff", "Back-off restarting failed container " + name());
        var until = Instant.now().plus(tempo.of(backOff));
        while (!stopping && Instant.now().isBefore(until)) {
            sandbox.await(Duration.between(Instant.now(), until));
        }
    }

    private static Duration next(Duration backOff) {
        if (backOff.isZero()) {
            return FIRST_BACK_OFF;
        }
        var doubled = backOff.multipliedBy(2);
        return doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
    }

    private void enter(ContainerState next) {
        state = next;
        if (!(next instanceof ContainerState.Running)) {
            started = false;
            ready = false;
        }
        sandbox.changed();
    }

    /** Ends it as the kubelet does: its hook first, then TERM, and KILL when the time is up. */
    void stop(Instant deadline) {
        RunningContainer run;
        synchronized (this) {
            stopping = true;
            run = running;
        }
        if (run != null && run.alive()) {
            end(run, deadline);
        }
        sandbox.changed();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(RunningContainer run, Instant deadline) {
        if (spec.at("/lifecycle/preStop/exec").isObject() && Instant.now().isBefore(deadline)) {
            var executed = sandbox.hook(run, spec, Duration.between(Instant.now(), deadline));
            if (!executed.succeeded()) {
                sandbox.tell("Warning", "FailedPreStopHook", "PreStopHook failed: " + executed.output());
            }
        }
        run.terminate();
        var left = Duration.between(Instant.now(), deadline);
        // the least that a kubelet gives
        if (!run.awaitExit(left.compareTo(Duration.ofSeconds(2)) > 0 ? left : Duration.ofSeconds(2))) {
            run.kill();
            run.awaitExit();
        }
    }

    /** Returns when it has started, in the sense of its startup probe, or was stopped. */
    void awaitStarted(BooleanSupplier givenUp) throws InterruptedException {
        while (!started && over.getCount() > 0 && !givenUp.getAsBoolean()) {
            sandbox.await(Duration.ofSeconds(1));
        }
    }

    void awaitOver() throws InterruptedException {
        over.await();
    }

    @Override
    public void started() {
        started = true;
        sandbox.changed();
    }

    @Override
    public void ready(boolean found) {
        var run = running;
        if (ready != found && run != null && run.alive()) {
            ready = found;
            sandbox.changed();
        }
    }

    @Override
    public void failed(String probe, String output) {
        if (!stopping) {
            sandbox.tell("Warning", "Unhealthy", "%s probe failed: %s".formatted(probe, output));
        }
    }

    @Override
    public void unhealthy(String probe, String output) {
        var run = running;
        if (run != null && !stopping) {
            sandbox.tell(
                    "Normal", "Killing", "Container %s failed %s probe, will be restarted".formatted(name(), probe));
            end(run, Instant.now().plusSeconds(30));
        }
    }
}
