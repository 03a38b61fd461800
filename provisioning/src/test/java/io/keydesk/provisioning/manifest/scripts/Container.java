package io.keydesk.provisioning.manifest.scripts;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that is started again whenever it ends, as a kubelet does it: at once after its first end, then after 10 s, then
 * after twice as long each time.
 */
final class Container {

    private static final Duration BACK_OFF = Duration.ofSeconds(10);

    private final ProcessBuilder builder;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread kubelet = Thread.ofVirtual().unstarted(this::keep);
    private volatile @Nullable Process process;
    private volatile int starts;

    Container(List<String> command, Map<String, String> environment, File log) {
        builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().clear();
        builder.environment().putAll(environment);
    }

    void start() {
        kubelet.start();
    }

    private void keep() {
        try {
            for (var wait = Duration.ZERO;
                    !stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
                    wait = after(wait)) {
                run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also the first end is followed by a start at once. */
    private Duration after(Duration wait) {
        return starts < 2 ? Duration.ZERO : wait.isZero() ? BACK_OFF : wait.multipliedBy(2);
    }

    private void run() throws IOException, InterruptedException {
        var started = builder.start();
        process = started;
        starts++;
        started.getOutputStream().close();
        if (stopping.getCount() == 0) {
            started.destroyForcibly();
        }
        started.waitFor();
    }

    /** How often it was started. */
    int starts() {
        return starts;
    }

    long pid() {
        return running().pid();
    }

    private Process running() {
        var running = process;
        if (running == null) {
            throw new IllegalStateException("not started yet");
        }
        return running;
    }

    /** As {@code kill -9}: it will be started again. */
    void kill() {
        running().destroyForcibly().onExit().join();
    }

    /** Ends it for good: it is asked to, and killed when it does not within the time that a pod has. */
    void stop(Duration grace) {
        stopping.countDown();
        var last = process;
        if (last != null) {
            if (grace.isPositive()) {
                last.destroy();
            } else {
                last.destroyForcibly();
            }
            last.onExit()
                    .completeOnTimeout(last, grace.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            last.destroyForcibly().onExit().join();
        }
    }
}
