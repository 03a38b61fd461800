package io.keydesk.api.bench;

import io.keydesk.api.bench.Load.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Lists with each filter, and reading one thing, on a full desk; beside plain JDBC that reads the same rows. */
final class ReadingBenchmark implements Benchmark {

    private static final int CALLERS = 4;
    private static final Duration WARM_UP = Duration.ofMillis(500);
    private static final Duration MEASURED = Duration.ofSeconds(1);
    private static final Duration PLAIN = Duration.ofSeconds(1);
    private static final double GOAL_MILLIS = 50;

    private static final String LARGEST_PAGE = "limit=200";

    private static final String TENANT = "dev-tenant";
    private static final String APPROVER = "dev-approver";
    private static final String ADMIN = "dev-admin";

    private static final UUID TICKET = UUID.fromString("01900000-0001-7000-8000-00000000fde9");
    private static final UUID CLUSTER = UUID.fromString("01900000-0002-7000-8000-000000000001");
    private static final UUID LATE_CLUSTER = UUID.fromString("01900000-0002-7000-8000-000000000100");

    private static final UUID FLEET_UPGRADE = UUID.fromString("01900000-0003-7000-8000-000000000001");

    private static final String SEQUENTIAL_SCANS = """
            select sum(seq_scan) from pg_stat_user_tables
            where relname in ('tickets', 'ticket_texts', 'decisions', 'comments', 'clusters', 'revisions', 'events',
                              'fleet_members')
            """;

    /** @param sql reads the same rows */
    private record Question(String what, String token, String path, String sql) {

        static Question tickets(String what, String token, String filter, String where) {
            var paging = filter.isEmpty() ? "" : "?" + filter;
            return new Question(
                    "tickets: " + what,
                    token,
                    "/v1/tickets" + paging,
                    "select * from tickets where %s order by number desc limit %d".formatted(where, rows(filter)));
        }

        static Question search(String what, String token, String filter, String words) {
            return search(what, token, filter, words, "true");
        }

        static Question search(String what, String token, String filter, String words, String where) {
            return new Question("search: " + what, token, "/v1/tickets?" + filter, """
                    select t.* from tickets t join ticket_texts x on x.ticket = t.id
                    where %s and words @@ websearch_to_tsquery('simple', '%s') order by number desc limit 51
                    """.formatted(where, words));
        }

        static Question counts(String what, String token, String filter, String where) {
            return new Question(
                    "counts: " + what,
                    token,
                    "/v1/tickets/counts" + filter,
                    "select state, count(*) from tickets where %s group by state".formatted(where));
        }

        /** One more than a page, as keydesk reads to know whether there is a next one. */
        private static int rows(String filter) {
            return filter.equals(LARGEST_PAGE) ? 201 : 51;
        }

        static Question usage(String what, String token, String tenant) {
            return new Question(
                    "usage: " + what, token, "/v1/tenants/%s/usage".formatted(tenant), """
                    select c.id, r.at, r.plan from clusters c join revisions r on r.cluster = c.id
                    where r.metered and c.tenant = '%s' and c.deleted_at is null
                    """.formatted(tenant));
        }

        static Question clusters(String what, String token, String filter, String where) {
            var paging = filter.isEmpty() ? "" : "?" + filter;
            return new Question(
                    "clusters: " + what, token, "/v1/clusters" + paging, """
                    select c.*, r.state from clusters c join revisions r on r.cluster = c.id and r.number = c.revision
                    where deleted_at is null and %s order by c.id desc limit %d
                    """.formatted(where, rows(filter)));
        }
    }

    /** Reads so much that a scan is the fastest; the last one, for PostgreSQL counts a scan some seconds after it. */
    private static final String OF_HALF = "of a tenant with half of all clusters";

    private static final List<Question> QUESTIONS = List.of(
            Question.tickets("of a tenant", TENANT, "", "tenant = 'demo'"),
            Question.tickets("all", APPROVER, "", "true"),
            Question.tickets("all, 200 a page", ADMIN, LARGEST_PAGE, "true"),
            Question.tickets("the queue", APPROVER, "state=awaiting-approval", "state = 'awaiting-approval'"),
            Question.tickets("of a tenant, failed", TENANT, "state=failed", "tenant = 'demo' and state = 'failed'"),
            Question.tickets(
                    "of a large tenant, in progress",
                    ADMIN,
                    "tenant=acme&state=in-progress&state=approved",
                    "tenant = 'acme' and state in ('in-progress', 'approved')"),
            Question.tickets(
                    "rejected or cancelled",
                    ADMIN,
                    "state=rejected&state=cancelled",
                    "state in ('rejected', 'cancelled')"),
            Question.tickets("of a kind", ADMIN, "kind=order-cluster", "kind = 'order-cluster'"),
            Question.tickets(
                    "of a tenant, of a kind nobody asked for",
                    TENANT,
                    "kind=delete-cluster",
                    "tenant = 'demo' and kind = 'delete-cluster'"),
            Question.tickets("on a cluster", TENANT, "cluster=" + CLUSTER, "cluster = '%s'".formatted(CLUSTER)),
            Question.tickets("a page deep down", ADMIN, "after=" + cursor("500"), "number < 500"),
            Question.tickets(
                    "of a tenant, a page deep down",
                    TENANT,
                    "after=" + cursor("1000"),
                    "tenant = 'demo' and number < 1000"),
            Question.tickets("the oldest", ADMIN, "sort=oldest", "true"),
            Question.tickets(
                    "mine to decide",
                    APPROVER,
                    "decidable=me",
                    "state = 'awaiting-approval' and requester <> 'dev-approver'"),
            Question.tickets(
                    "of a large tenant, mine to decide",
                    APPROVER,
                    "tenant=acme&decidable=me",
                    "tenant = 'acme' and state = 'awaiting-approval' and requester <> 'dev-approver'"),
            new Question(
                    "tickets: waiting longest",
                    APPROVER,
                    "/v1/tickets?sort=waiting-longest",
                    "select * from tickets where waiting_since is not null order by waiting_since, number limit 51"),
            new Question(
                    "tickets: mine to decide, waiting longest",
                    APPROVER,
                    "/v1/tickets?sort=waiting-longest&decidable=me",
                    """
                    select * from tickets where waiting_since is not null and state = 'awaiting-approval'
                    order by waiting_since, number limit 51
                    """),
            Question.tickets("failing", ADMIN, "failing=true", "state in ('failed', 'in-progress')"),
            Question.tickets("of an environment", ADMIN, "environment=production", "environment = 'production'"),
            Question.tickets("of a requester", ADMIN, "requester=dev-tenant", "requester = 'dev-tenant'"),
            Question.tickets("of an unknown requester", ADMIN, "requester=nobody", "requester = 'nobody'"),
            Question.search("with a word that all have", ADMIN, "q=shop", "shop"),
            Question.search("with a word that the oldest have", ADMIN, "q=order", "order"),
            Question.search("with a word that one has", ADMIN, "q=77777", "77777"),
            Question.search("with a word that none has", ADMIN, "q=nonsense", "nonsense"),
            Question.search("with a phrase", ADMIN, "q=%22the+new+shop%22", "\"the new shop\""),
            Question.search(
                    "of a tenant, failed, with a word that all have",
                    TENANT,
                    "q=shop&state=failed",
                    "shop",
                    "tenant = 'demo' and state = 'failed'"),
            Question.counts("all", APPROVER, "", "true"),
            Question.counts("of a tenant", TENANT, "", "tenant = 'demo'"),
            Question.counts("of a large tenant", ADMIN, "?tenant=acme", "tenant = 'acme'"),
            Question.counts("of a kind", ADMIN, "?kind=change-settings", "kind = 'change-settings'"),
            Question.counts("mine to decide", APPROVER, "?decidable=me", "state = 'awaiting-approval'"),
            Question.counts("failing", ADMIN, "?failing=true", "state in ('failed', 'in-progress')"),
            new Question("counts: with a word that all have", ADMIN, "/v1/tickets/counts?q=shop", """
                    select state, count(*) from (select state from tickets order by number desc limit 1000) t
                    group by state
                    """),
            new Question("service levels", ADMIN, "/v1/service-levels", """
                    select kind, percentile_cont(0.95) within group (order by decided_at - created_at) from tickets
                    where decided_at >= now() - interval '30 days' group by kind
                    """),
            Question.clusters("of a tenant", TENANT, "", "c.tenant = 'demo'"),
            Question.clusters("all", APPROVER, "", "true"),
            Question.clusters("all, 200 a page", ADMIN, LARGEST_PAGE, "true"),
            Question.clusters("of a region", ADMIN, "region=instant", "region = 'instant'"),
            Question.clusters("of an unknown region", ADMIN, "region=north", "region = 'north'"),
            Question.clusters("of a purpose", TENANT, "purpose=locks", "c.tenant = 'demo' and purpose = 'locks'"),
            Question.clusters("of an environment", ADMIN, "environment=production", "environment = 'production'"),
            Question.clusters("of a name", ADMIN, "name=cache-77", "name = 'cache-77'"),
            Question.clusters(
                    "a page deep down",
                    ADMIN,
                    "after=" + cursor(LATE_CLUSTER.toString()),
                    "c.id < '%s'".formatted(LATE_CLUSTER)),
            new Question(
                    "one ticket", TENANT, "/v1/tickets/" + TICKET, "select * from tickets where id = '" + TICKET + "'"),
            new Question(
                    "the events of one ticket",
                    TENANT,
                    "/v1/tickets/" + TICKET + "/events",
                    "select * from events where ticket = '" + TICKET + "' order by id"),
            new Question(
                    "the comments of one ticket",
                    TENANT,
                    "/v1/tickets/" + TICKET + "/comments",
                    "select * from comments where ticket = '" + TICKET + "' order by position"),
            new Question(
                    "one cluster",
                    TENANT,
                    "/v1/clusters/" + CLUSTER,
                    "select * from clusters where id = '" + CLUSTER + "'"),
            new Question(
                    "the events of one cluster",
                    TENANT,
                    "/v1/clusters/" + CLUSTER + "/events",
                    "select * from events where cluster = '" + CLUSTER + "' order by id limit 51"),
            new Question(
                    "the revisions of one cluster",
                    TENANT,
                    "/v1/clusters/" + CLUSTER + "/revisions",
                    "select * from revisions where cluster = '" + CLUSTER + "' order by number desc limit 51"),
            new Question("tenants: all", ADMIN, "/v1/tenants", "select * from tenants order by slug limit 51"),
            new Question("usage: of one cluster", TENANT, "/v1/clusters/" + CLUSTER + "/usage", """
                    select c.id, r.at, r.plan from clusters c join revisions r on r.cluster = c.id
                    where r.metered and c.id = '%s'
                    """.formatted(CLUSTER)),
            Question.usage("of a tenant", TENANT, "demo"),
            new Question("fleet upgrades: all", ADMIN, "/v1/upgrades", """
                    select upgrade, environment, state, count(*) from fleet_members group by upgrade, environment, state
                    """),
            new Question(
                    "fleet upgrades: the clusters of one",
                    ADMIN,
                    "/v1/upgrades/%s/clusters".formatted(FLEET_UPGRADE),
                    "select * from fleet_members where upgrade = '%s' order by cluster limit 51"
                            .formatted(FLEET_UPGRADE)),
            Question.usage(OF_HALF, ADMIN, "acme"));

    @Override
    public String name() {
        return "reading";
    }

    @Override
    public List<Line> run(Path folder) throws Exception {
        try (var keydesk = FullDesk.start(folder.resolve("home"))) {
            FullDesk.fill(keydesk);
            try (var pool = Database.of(keydesk).pool(Database.OWN, CALLERS)) {
                var connections = new ArrayList<Connection>();
                for (int i = 0; i < CALLERS; i++) {
                    connections.add(pool.getConnection());
                }
                // Twice, for what is asked first would be measured while all of it is still being compiled. Backwards,
                // so that the
                // scan of the last one is counted by then.
                for (var question : QUESTIONS.reversed()) {
                    http(question, keydesk.port());
                }
                var lines = new ArrayList<Line>();
                var scanning = new ArrayList<String>();
                for (var question : QUESTIONS) {
                    // Those of keydesk alone: a baseline may scan.
                    long before = number(connections.getFirst(), SEQUENTIAL_SCANS);
                    var keydesks = http(question, keydesk.port());
                    if (!question.what().endsWith(OF_HALF)
                            && number(connections.getFirst(), SEQUENTIAL_SCANS) != before) {
                        scanning.add(question.what());
                    }
                    lines.add(line(question, keydesks, plain(question, connections)));
                }
                lines.add(scans(scanning));
                return lines;
            }
        }
    }

    private static Result http(Question question, int port) throws Exception {
        var caller = new Http(port, question.token());
        var load = new Load(CALLERS, (_, _) -> caller.get(question.path()));
        load.asFastAsPossible(WARM_UP);
        return load.asFastAsPossible(MEASURED);
    }

    private static Result plain(Question question, List<Connection> connections) throws Exception {
        var load = new Load(CALLERS, (thread, _) -> read(connections.get(thread), question.sql()));
        load.asFastAsPossible(PLAIN.dividedBy(2));
        return load.asFastAsPossible(PLAIN);
    }

    private static void read(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                readColumns(rows);
            }
        }
    }

    private static void readColumns(ResultSet row) throws SQLException {
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            row.getObject(column);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_stat_force_next_flush()");
            try (var row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static Line line(Question question, Result keydesk, Result plain) {
        return Line.judged(
                question.what() + ", p50 and p95",
                "%.1f and %.1f ms".formatted(keydesk.millis(50), keydesk.millis(95)),
                "%.1f and %.1f ms".formatted(plain.millis(50), plain.millis(95)),
                "< 50 ms",
                keydesk.millis(95) < GOAL_MILLIS);
    }

    private static Line scans(List<String> questions) {
        return Line.judged(
                "questions that scan a large table",
                questions.isEmpty() ? "0" : String.join("; ", questions),
                "",
                "0",
                questions.isEmpty());
    }

    private static String cursor(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }
}
