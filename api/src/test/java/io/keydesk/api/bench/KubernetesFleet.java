package io.keydesk.api.bench;

import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.kubernetes.FleetKubernetes;
import io.keydesk.provisioning.kubernetes.FleetRegion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * 5,000 healthy clusters in an instant Kubernetes: knowing their objects, comparing them, and listening to a Sentinel of each.
 * What a desk and its database add is told by {@link ReconcilingBenchmark}; what nodes are asked is in neither.
 */
final class KubernetesFleet {

    private static final int CLUSTERS = 5000;
    private static final int HEAP_GOAL_MIB = 512;
    private static final Duration RESYNC_GOAL = Duration.ofSeconds(60);
    private static final Duration LISTENING = Duration.ofSeconds(180);
    private static final double MIB = 1 << 20;

    /** One more look at all. */
    private record Look(Duration took, Duration cpu, long requests) {}

    /** After a collection, in bytes: without the connections to Sentinels, and with them. */
    private record Heap(long objects, long all) {}

    private KubernetesFleet() {}

    static List<Line> run(Path folder) throws Exception {
        var clusters = Integer.toString(CLUSTERS);
        try (var kubernetes =
                Companion.start(folder.resolve("kubernetes.log"), List.of("-Xmx4g"), FleetKubernetes.class, clusters)) {
            var said = kubernetes.answer().split(" ");
            var plain = PlainLists.of(said[1]);
            long before = requests(kubernetes);
            long began = System.nanoTime();
            try (var region = Companion.start(
                            folder.resolve("region.log"),
                            List.of(Shipped.OPTIONS, "-Xmx" + HEAP_GOAL_MIB + "m"),
                            FleetRegion.class,
                            said[0],
                            said[2],
                            clusters);
                    var machine = VirtualMachineOf.attach(region.pid())) {
                region.answer();
                region.ask("sync");
                var synced = since(began);
                region.ask("look");
                var resync = since(began);
                long requests = requests(kubernetes) - before;
                var look = again(region, kubernetes, machine);
                var heap = heap(region, kubernetes, machine);
                return lines(plain, synced, resync, requests, look, heap);
            }
        }
    }

    private static Look again(Companion region, Companion kubernetes, VirtualMachineOf machine) throws IOException {
        long requests = requests(kubernetes);
        var cpu = machine.cpuTime();
        long began = System.nanoTime();
        region.ask("look");
        return new Look(since(began), machine.cpuTime().minus(cpu), requests(kubernetes) - requests);
    }

    private static Heap heap(Companion region, Companion kubernetes, VirtualMachineOf machine) throws IOException {
        long objects = machine.heapAfterCollection();
        region.ask("listen");
        await("a Sentinel of each cluster is listened to")
                .atMost(LISTENING)
                .until(() -> Integer.parseInt(kubernetes.ask("listeners")) == CLUSTERS);
        return new Heap(objects, machine.heapAfterCollection());
    }

    private static long requests(Companion kubernetes) throws IOException {
        return Long.parseLong(kubernetes.ask("requests"));
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static List<Line> lines(
            PlainLists plain, Duration synced, Duration resync, long requests, Look look, Heap heap) {
        return List.of(
                Line.judged(
                        "Kubernetes: start, and all objects of 5,000 clusters compared",
                        "%.1f s".formatted(seconds(resync)),
                        "%.1f s (a plain client reads them)".formatted(seconds(plain.took())),
                        "< 60 s",
                        resync.compareTo(RESYNC_GOAL) < 0),
                Line.told(
                        "… until all of them are known",
                        "%.1f s, %d requests".formatted(seconds(synced), requests),
                        "%d requests".formatted(plain.requests())),
                Line.judged(
                        "… requests for another look at all",
                        Long.toString(look.requests()),
                        Integer.toString(plain.requests()),
                        "0",
                        look.requests() == 0),
                Line.told(
                        "… processor time for it",
                        "%.1f s, in %.1f s".formatted(seconds(look.cpu()), seconds(look.took())),
                        ""),
                Line.judged(
                        "… heap in use after a collection, -Xmx%dm".formatted(HEAP_GOAL_MIB),
                        "%.0f MiB".formatted(heap.all() / MIB),
                        "%.0f MiB (the objects as JSON)".formatted(plain.bytes() / MIB),
                        "< %d MiB".formatted(HEAP_GOAL_MIB),
                        heap.all() / MIB < HEAP_GOAL_MIB),
                Line.told(
                        "… for 1,000 clusters: objects, listening to Sentinels",
                        "%.1f MiB, %.1f MiB"
                                .formatted(heap.objects() / MIB / 5, (heap.all() - heap.objects()) / MIB / 5),
                        ""));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
