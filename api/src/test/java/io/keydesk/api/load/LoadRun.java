package io.keydesk.api.load;

import static org.awaitility.Awaitility.await;

import io.keydesk.api.process.KeydeskProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/** Starts a keydesk, puts a plan's load on it, and reports. */
final class LoadRun {

    private static final int TICKETS_A_STREAM = 5;
    private static final List<String> READERS = List.of("dev-tenant", "dev-viewer", "dev-approver", "dev-admin");
    private static final Duration SAMPLES = Duration.ofMinutes(1);
    private static final Duration CATCHING_UP = Duration.ofSeconds(20);

    private final Plan plan;
    private final Path folder;
    private final Meter meter = new Meter();
    private final List<Vitals> vitals = new ArrayList<>();

    LoadRun(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    Report run() throws IOException, InterruptedException {
        try (var keydesk = KeydeskProcess.start(
                folder.resolve("home"),
                "-Xmx512m",
                "--keydesk.local.ports=" + plan.ports(),
                "--keydesk.tenants.demo.clusters=1000000",
                "--keydesk.tenants.demo.memory=1000000GB")) {
            var desk = new Desk(keydesk.port(), meter);
            var fleet = new Fleet(desk, meter);
            say("ordering %d clusters".formatted(plan.clusters()));
            fleet.order(plan.clusters());
            var tickets = new OpenTickets(plan.streams() * TICKETS_A_STREAM / 4);
            var callers = IntStream.range(0, plan.callers())
                    .mapToObj(_ -> new Caller(desk, tickets, fleet))
                    .toList();
            while (!tickets.isFull()) {
                callers.getFirst().file();
            }
            var watchers = IntStream.range(0, plan.streams())
                    .mapToObj(n -> new Watcher(desk, meter, tickets, READERS.get(n % READERS.size())))
                    .toList();
            watchers.forEach(watcher -> Thread.ofVirtual().start(watcher::run));
            long requests = meter.total();
            var took = load(keydesk, desk, callers, fleet);
            compare(watchers);
            vitals.add(vitals(keydesk, desk));
            return new Report(plan, meter, List.copyOf(vitals), meter.total() - requests, took);
        }
    }

    private Duration load(KeydeskProcess keydesk, Desk desk, List<Caller> callers, Fleet fleet)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        try (var threads = Executors.newScheduledThreadPool(
                callers.size() + 3, Thread.ofVirtual().factory())) {
            var work = new ArrayList<ScheduledFuture<?>>();
            callers.forEach(caller -> work.add(again(threads, caller::next, plan.thinking())));
            work.add(again(threads, fleet::changeSettings, Duration.ofSeconds(3)));
            work.add(again(threads, fleet::changeSettings, Duration.ofSeconds(5)));
            work.add(again(threads, fleet::killPrimary, Duration.ofSeconds(15)));
            var end = began + plan.lasts().toNanos();
            while (System.nanoTime() < end) {
                long left = Math.min(SAMPLES.toNanos(), end - System.nanoTime());
                endOf(work, left);
                vitals.add(vitals(keydesk, desk));
                say("minute %d: %s, %d requests".formatted(vitals.size(), vitals.getLast(), meter.total()));
            }
            threads.shutdown();
            threads.awaitTermination(5, TimeUnit.MINUTES);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Waits, and tells of work that has broken down meanwhile: then nothing would be measured. */
    private static void endOf(List<ScheduledFuture<?>> work, long nanos) throws InterruptedException {
        try {
            work.getFirst().get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            for (var one : work) {
                if (one.state() == ScheduledFuture.State.FAILED) {
                    throw new IllegalStateException("the load itself has failed", one.exceptionNow());
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load itself has failed", e);
        }
    }

    private static ScheduledFuture<?> again(ScheduledExecutorService threads, Runnable work, Duration pause) {
        long first = ThreadLocalRandom.current().nextLong(pause.toMillis());
        return threads.scheduleWithFixedDelay(work, first, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nothing happens any more: what has happened must arrive on the streams that are open. */
    private void compare(List<Watcher> watchers) throws IOException {
        try {
            await().atMost(CATCHING_UP).until(() -> watchers.stream().allMatch(Watcher::isUpToDate));
        } catch (ConditionTimeoutException e) {
            say("some streams have not brought everything");
        }
        watchers.forEach(Watcher::compare);
        for (var watcher : watchers) {
            watcher.stop();
        }
    }

    private Vitals vitals(KeydeskProcess keydesk, Desk desk) throws IOException, InterruptedException {
        return Vitals.of(keydesk.pid(), desk, folder.resolve("classes-%d.txt".formatted(vitals.size())));
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
