package io.keydesk.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.api.HttpDesk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** People who file and read without a pause. Who is told to come back files the same again, under the same key. */
final class Callers implements AutoCloseable {

    /** Where the promise is 2 seconds, on a machine that does other things too. */
    private static final Duration HANG = Duration.ofSeconds(6);

    private record Answer(int status, String retryAfter, String type, long millis, long at) {}

    private final HttpDesk desk;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Set<String> filed = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Callers(KeydeskProcess keydesk, int number) {
        this.desk = keydesk.desk("dev-tenant");
        for (int i = 0; i < number; i++) {
            int caller = i;
            threads.add(Thread.ofVirtual().name("caller-" + i).start(() -> call("caller-" + caller)));
        }
    }

    static String order(String name) {
        return """
               {"request": {"kind": "order-cluster", "name": "%s", "purpose": "session-cache", "plan": "xs",
                            "region": "shared", "environment": "development", "namespaces": ["shop"]}}
               """.formatted(name);
    }

    private void call(String name) {
        for (int i = 0; !stopped; i++) {
            var body = order(name + "-" + i);
            var key = UUID.randomUUID().toString();
            var answer = timed(() -> desk.post("/v1/tickets", body, "Idempotency-Key", key));
            while (answer.status() == 503 && !stopped) {
                timed(() -> desk.get("/v1/tickets?limit=5"));
                answer = timed(() -> desk.post("/v1/tickets", body, "Idempotency-Key", key));
            }
            if (answer.status() == 201) {
                filed.add(answer.at("id"));
            }
        }
    }

    private HttpDesk.Reply timed(Supplier<HttpDesk.Reply> call) {
        long began = System.nanoTime();
        var reply = call.get();
        long ended = System.nanoTime();
        answers.add(new Answer(
                reply.status(),
                reply.headers().getOrDefault("Retry-After", ""),
                reply.headers().getOrDefault("Content-Type", ""),
                Duration.ofNanos(ended - began).toMillis(),
                ended));
        return reply;
    }

    int filed() {
        return filed.size();
    }

    long refused() {
        return answers.stream().filter(answer -> answer.status() == 503).count();
    }

    /** Waits until every one of them is served again. */
    void expectMore(long since) {
        await().atMost(Duration.ofSeconds(60)).until(() -> served(since) >= 10L * threads.size());
    }

    private long served(long since) {
        return answers.stream()
                .filter(answer -> answer.at() > since && answer.status() < 300)
                .count();
    }

    void stop() {
        stopped = true;
        threads.forEach(thread -> {
            try {
                thread.join(Duration.ofSeconds(40));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    void print(long back) {
        var refusals = answers.stream()
                .filter(answer -> answer.status() == 503)
                .map(Answer::millis)
                .sorted()
                .toList();
        var first = answers.stream()
                .filter(answer -> answer.at() > back && answer.status() < 300)
                .mapToLong(Answer::at)
                .min()
                .orElseThrow();
        System.out.printf(
                "%d answers, %d of them 503: p50 %d ms, p99 %d ms, max %d ms; first served %d ms after the return; %d filed%n",
                answers.size(),
                refusals.size(),
                refusals.get(refusals.size() / 2),
                refusals.get(refusals.size() * 99 / 100),
                refusals.getLast(),
                Duration.ofNanos(first - back).toMillis(),
                filed.size());
    }

    /** Everybody got a clear answer in time, and what was said to be filed is filed, once. */
    void assertPromisesKept() {
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isIn(200, 201, 503);
            assertThat(answer.millis()).isLessThan(HANG.toMillis());
            if (answer.status() == 503) {
                assertThat(answer.retryAfter()).isNotEmpty();
                assertThat(answer.type()).startsWith("application/problem+json");
            }
        });
        var names = new ArrayList<String>();
        var ids = new ArrayList<String>();
        var page = desk.get("/v1/tickets?limit=200").expect(200);
        while (true) {
            page.json().at("/items").forEach(item -> {
                ids.add(item.at("/id").asString());
                names.add(item.at("/request/name").asString());
            });
            if (page.at("next").isEmpty()) {
                break;
            }
            page = desk.get("/v1/tickets?limit=200&after=" + page.at("next")).expect(200);
        }
        assertThat(ids).containsAll(filed);
        assertThat(names).doesNotHaveDuplicates();
    }

    @Override
    public void close() {
        stop();
    }
}
