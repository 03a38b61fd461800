package io.keydesk.api.bench;

import static org.awaitility.Awaitility.await;

import io.keydesk.api.bench.Load.Result;
import io.keydesk.api.process.KeydeskProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One keydesk that keeps 5,000 healthy clusters in a region that costs nothing; beside plain JDBC that does the looking. */
final class ReconcilingBenchmark implements Benchmark {

    private static final int PLAIN_THREADS = 8;
    private static final int HEAP_GOAL_MIB = 512;
    private static final Duration RESYNC_GOAL = Duration.ofSeconds(60);
    private static final Duration LONGEST_RESYNC = Duration.ofSeconds(180);

    private static final String JOBS = "from scheduled_tasks where task_name = 'reconcile-cluster'";
    private static final String LAST_SUCCESS = "select coalesce(max(extract(epoch from last_success)), 0) " + JOBS;
    private static final String LOOKED_AT_SINCE =
            "select count(*) " + JOBS + " and not picked and extract(epoch from last_success) > ";
    private static final String MAKE_DUE = """
            update scheduled_tasks set execution_time = now() where task_name = 'reconcile-cluster' and not picked
            """;
    /** Every statement of a look that finds nothing new is a transaction by itself. */
    private static final String STATEMENTS =
            "select xact_commit from pg_stat_database where datname = current_database()";

    private static final String READ = """
            select c.*, r.state from clusters c join revisions r on r.cluster = c.id and r.number = c.revision where c.id = ?
            """;
    private static final String GIVE_BACK = """
            update scheduled_tasks set last_success = now(), version = version + 1
            where task_name = 'reconcile-cluster' and task_instance = ? and not picked
            """;

    @Override
    public String name() {
        return "reconciling";
    }

    @Override
    public List<Line> run(Path folder) throws Exception {
        var home = folder.resolve("home");
        try (var filling = FullDesk.start(home)) {
            FullDesk.fill(filling);
        }
        long began = System.nanoTime();
        try (var keydesk = FullDesk.start(home, "-Xmx" + HEAP_GOAL_MIB + "m");
                var pool = Database.of(keydesk).pool(Database.OWN, PLAIN_THREADS);
                var connection = pool.getConnection();
                var machine = VirtualMachineOf.attach(keydesk.pid())) {
            awaitLooks(connection, 0);
            var started = Duration.ofNanos(System.nanoTime() - began);
            return lines(started, again(connection), steady(connection, machine), machine, plain(keydesk, connection));
        }
    }

    /** @param statements that the server has counted meanwhile */
    private record Resync(Duration took, double statements) {}

    private static Resync again(Connection connection) throws SQLException {
        double last = number(connection, LAST_SUCCESS);
        double statements = number(connection, STATEMENTS);
        long began = System.nanoTime();
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(MAKE_DUE);
        }
        int asked = awaitLooks(connection, last);
        var took = Duration.ofNanos(System.nanoTime() - began);
        return new Resync(took, number(connection, STATEMENTS) - statements - asked);
    }

    /** @return the part of one core that keydesk needs while it looks at every cluster once, at its own pace */
    private static double steady(Connection connection, VirtualMachineOf machine) throws Exception {
        double last = number(connection, LAST_SUCCESS);
        long began = System.nanoTime();
        var cpu = machine.cpuTime();
        awaitLooks(connection, last);
        return (double) machine.cpuTime().minus(cpu).toNanos() / (System.nanoTime() - began);
    }

    private static Result plain(KeydeskProcess keydesk, Connection connection) throws Exception {
        var clusters = new ArrayList<UUID>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select id from clusters")) {
            while (rows.next()) {
                clusters.add(rows.getObject(1, UUID.class));
            }
        }
        try (var pool = Database.of(keydesk).pool(Database.OWN, PLAIN_THREADS)) {
            var load = new Load(PLAIN_THREADS, (_, n) -> {
                try (var own = pool.getConnection()) {
                    look(own, clusters.get((int) (n % clusters.size())));
                }
            });
            load.asFastAsPossible(Duration.ofSeconds(2));
            return load.asFastAsPossible(Duration.ofSeconds(3));
        }
    }

    private static void look(Connection connection, UUID cluster) throws SQLException {
        try (var read = connection.prepareStatement(READ)) {
            read.setObject(1, cluster);
            try (var row = read.executeQuery()) {
                row.next();
                row.getString("observed");
                row.getString("state");
            }
        }
        try (var giveBack = connection.prepareStatement(GIVE_BACK)) {
            giveBack.setString(1, cluster.toString());
            giveBack.executeUpdate();
        }
    }

    /** @return how many questions that took */
    private static int awaitLooks(Connection connection, double since) {
        var asked = new int[1];
        await().alias("every cluster is looked at")
                .atMost(LONGEST_RESYNC)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    asked[0]++;
                    return number(connection, LOOKED_AT_SINCE + since) >= FullDesk.CLUSTERS;
                });
        return asked[0];
    }

    private static double number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        }
    }

    private static List<Line> lines(
            Duration started, Resync again, double steady, VirtualMachineOf machine, Result plain) throws Exception {
        double plainSeconds = FullDesk.CLUSTERS / plain.perSecond();
        return List.of(
                Line.judged(
                        "start, and every one of 5,000 clusters looked at",
                        "%.1f s".formatted(seconds(started)),
                        "",
                        "< 60 s",
                        started.compareTo(RESYNC_GOAL) < 0),
                Line.judged(
                        "looking at all of them again at once",
                        "%.1f s".formatted(seconds(again.took())),
                        "%.1f s (a read and an update each)".formatted(plainSeconds),
                        "< 60 s",
                        again.took().compareTo(RESYNC_GOAL) < 0),
                Line.told(
                        "statements for a look that finds nothing new",
                        "%.1f".formatted(again.statements() / FullDesk.CLUSTERS),
                        "2"),
                Line.told("processor at one look a minute each", "%.0f %% of a core".formatted(100 * steady), ""),
                Line.judged(
                        "heap in use after a collection, -Xmx%dm".formatted(HEAP_GOAL_MIB),
                        "%d MiB".formatted(machine.heapAfterCollection() >> 20),
                        "",
                        "< 512 MiB",
                        machine.heapAfterCollection() >> 20 < HEAP_GOAL_MIB));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
