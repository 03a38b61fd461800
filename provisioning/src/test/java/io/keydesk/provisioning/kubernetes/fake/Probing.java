package io.keydesk.provisioning.kubernetes.fake;

import java.time.Duration;

/** The probes of one run of a container, each at its period, until the run ends. */
final class Probing {

    /** Hears what the probes find. */
    interface Listener {
        void started();

        void ready(boolean ready);

        /** The container must be restarted. */
        void unhealthy(String probe, String output);

        void failed(String probe, String output);
    }

    private final RunningContainer container;
    private final Tempo tempo;
    private final Listener listener;

    Probing(RunningContainer container, Tempo tempo, Listener listener) {
        this.container = container;
        this.tempo = tempo;
        this.listener = listener;
    }

    void start(Probe startup, Probe readiness, Probe liveness) {
        begin("startup", () -> {
            if (startup.defined() && !starts(startup)) {
                return;
            }
            listener.started();
            if (readiness.defined()) {
                begin("readiness", () -> readiness(readiness));
            } else {
                listener.ready(true);
            }
            if (liveness.defined()) {
                begin("liveness", () -> liveness(liveness));
            }
        });
    }

    private static void begin(String name, Runnable probe) {
        Thread.ofVirtual().name("fake-kubernetes-" + name).start(probe);
    }

    private boolean starts(Probe startup) {
        var failures = 0;
        for (var alive = pause(startup.initialDelay(tempo)); alive; alive = pause(startup.period(tempo))) {
            var found = startup.ask(container);
            if (found.succeeded()) {
                return true;
            }
            listener.failed("Startup", found.output());
            if (++failures >= startup.failures()) {
                listener.unhealthy("startup", found.output());
                return false;
            }
        }
        return false;
    }

    private void readiness(Probe readiness) {
        var failures = 0;
        var successes = 0;
        for (var alive = pause(readiness.initialDelay(tempo)); alive; alive = pause(readiness.period(tempo))) {
            var found = readiness.ask(container);
            if (found.succeeded()) {
                failures = 0;
                if (++successes >= readiness.successes()) {
                    listener.ready(true);
                }
            } else if (container.alive()) {
                successes = 0;
                listener.failed("Readiness", found.output());
                if (++failures >= readiness.failures()) {
                    listener.ready(false);
                }
            }
        }
    }

    private void liveness(Probe liveness) {
        var failures = 0;
        for (var alive = pause(liveness.initialDelay(tempo)); alive; alive = pause(liveness.period(tempo))) {
            var found = liveness.ask(container);
            failures = found.succeeded() ? 0 : failures + 1;
            if (!found.succeeded()) {
                listener.failed("Liveness", found.output());
            }
            if (failures >= liveness.failures()) {
                listener.unhealthy("liveness", found.output());
                return;
            }
        }
    }

    /** Whether the container still runs after this time. */
    private boolean pause(Duration time) {
        return !container.awaitExit(time) && !Thread.currentThread().isInterrupted();
    }
}
