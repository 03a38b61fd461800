package io.keydesk.api.bench;

import static org.awaitility.Awaitility.await;

import io.keydesk.api.process.KeydeskProcess;
import io.keydesk.provisioning.kubernetes.fake.FakeKubernetes;
import io.keydesk.provisioning.kubernetes.fake.Tempo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one keydesk asks of a Kubernetes, and how soon clusters are ready there, beside a plain apply by turns. Pods are
 * processes of this machine, which a pretended kubelet starts and probes at the pace of a real one: no image is pulled, and
 * no container made.
 */
final class KubernetesOrders {

    private static final int WARM_UP = 2;
    private static final int CLUSTERS = 10;
    private static final int BESIDE = 3;
    private static final int LOOKS = 10;

    private static final int REQUESTS_GOAL = 40;
    private static final double SECONDS_GOAL = 10;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final FakeKubernetes kubernetes;
    private final Path home;

    private KubernetesOrders(FakeKubernetes kubernetes, Path home) {
        this.kubernetes = kubernetes;
        this.home = home;
    }

    static List<Line> run(Path folder) throws IOException {
        try (var kubernetes = FakeKubernetes.withPods(Tempo.REAL)) {
            List.of(BareKubernetes.SYSTEM, "shop").forEach(kubernetes::createNamespace);
            return new KubernetesOrders(kubernetes, folder.resolve("home")).lines();
        }
    }

    private List<Line> lines() throws IOException {
        var lines = new ArrayList<Line>();
        long alone;
        try (var keydesk = start()) {
            alone = requests();
            var desk = new Looks(keydesk);
            var counter = Counter.of(keydesk);
            lines.addAll(counted(counter, desk));
            lines.addAll(timed(counter));
            for (int i = 0; i < BESIDE; i++) {
                counter.carryOut(counter.order("beside-" + i));
            }
        }
        long before = requests();
        try (var keydesk = start()) {
            new Looks(keydesk).awaitMore(LOOKS * BESIDE);
            lines.add(besides(alone, requests() - before));
        }
        return lines;
    }

    private KeydeskProcess start() throws IOException {
        var region = "--keydesk.regions.north.";
        var keydesk = KeydeskProcess.start(
                home,
                Shipped.OPTIONS,
                region + "type=kubernetes",
                region + "kubeconfig=" + kubernetes.kubeconfig(),
                region + "interval=1s");
        var http = new Http(keydesk.port(), "dev-tenant");
        await("the region is healthy")
                .atMost(BOUND)
                .until(() -> http.get("/v1/regions").contains("\"healthy\":true"));
        return keydesk;
    }

    /** Watches are left out, and the question for the version that a region asks every 10 s for all of its clusters. */
    private long requests() {
        return kubernetes
                .requests()
                .matching(request -> !request.isWatch() && !isVersion(request.path()))
                .size();
    }

    private long versions() {
        return kubernetes
                .requests()
                .matching(request -> isVersion(request.path()))
                .size();
    }

    private static boolean isVersion(String path) {
        return path.equals("/version");
    }

    private interface Work {
        void run() throws IOException;
    }

    private long during(Work work) throws IOException {
        long before = requests();
        work.run();
        return requests() - before;
    }

    /** What one cluster costs, from its order to its end. What comes late is counted too: some looks are waited for. */
    private List<Line> counted(Counter counter, Looks looks) throws IOException {
        var tickets = new ArrayList<Counter.Ticket>();
        long preview = during(() -> tickets.add(counter.order("counted")));
        var cluster = tickets.getFirst().cluster();
        long order = during(() -> {
            counter.carryOut(tickets.getFirst());
            looks.awaitMore(2);
        });
        long versions = versions();
        long began = System.nanoTime();
        long look = during(() -> looks.awaitMore(LOOKS));
        double seconds = (System.nanoTime() - began) / 1e9;
        long asked = versions() - versions;
        long live = during(() -> changed(counter, looks, counter.change(cluster, "timeout", "301")));
        long roll = during(() -> changed(counter, looks, counter.change(cluster, "databases", "32")));
        long deletion = during(() -> counter.carryOut(counter.giveBack(cluster)));
        return List.of(
                Line.judged(
                        "Kubernetes: requests for a look at a healthy cluster",
                        "%d in %d looks".formatted(look, LOOKS),
                        "",
                        "0",
                        look == 0),
                Line.told(
                        "… for all clusters together, whether the API server is there",
                        "%d in %.0f s".formatted(asked, seconds),
                        ""),
                Line.judged(
                        "… for an order, from its approval",
                        Long.toString(order),
                        "%d (plain apply)".formatted(BareKubernetes.objects()),
                        "%d".formatted(REQUESTS_GOAL),
                        order <= REQUESTS_GOAL),
                Line.told("… for its preview, before", Long.toString(preview), ""),
                Line.told("… for a setting that applies live, with its preview", Long.toString(live), ""),
                Line.told("… for a roll of three pods, with its preview", Long.toString(roll), ""),
                Line.told("… for a deletion", Long.toString(deletion), ""));
    }

    private static void changed(Counter counter, Looks looks, Counter.Ticket ticket) throws IOException {
        counter.carryOut(ticket);
        looks.awaitMore(2);
    }

    private static Line besides(long alone, long beside) {
        return Line.judged(
                "… for a start, for each cluster that is there already",
                "%.1f (%d beside none, %d beside %d)"
                        .formatted((beside - alone) / (double) BESIDE, alone, beside, BESIDE),
                "",
                "0",
                beside <= alone);
    }

    private List<Line> timed(Counter counter) throws IOException {
        var ours = new ArrayList<Duration>();
        var plain = new ArrayList<Duration>();
        try (var bare = BareKubernetes.of(kubernetes)) {
            for (int i = 0; i < WARM_UP + CLUSTERS; i++) {
                var ticket = counter.order("cache-" + i);
                ours.add(counter.carryOut(ticket));
                counter.carryOut(counter.giveBack(ticket.cluster()));
                long began = System.nanoTime();
                bare.up("plain-" + i);
                plain.add(Duration.ofNanos(System.nanoTime() - began));
                bare.down("plain-" + i);
            }
        }
        var times = new Times(ours.subList(WARM_UP, ours.size()));
        var without = new Times(plain.subList(WARM_UP, plain.size()));
        return List.of(
                Line.judged(
                        "Kubernetes: approval to ready, median of %d; no image, no container".formatted(CLUSTERS),
                        "%.2f s".formatted(times.median()),
                        "%.2f s (plain apply)".formatted(without.median()),
                        "%.0f s".formatted(SECONDS_GOAL),
                        times.median() <= SECONDS_GOAL),
                Line.told("… shortest, median, longest", times.toString(), without.toString()));
    }
}
