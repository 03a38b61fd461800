package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.service.cluster.ClusterId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LocalClustersTests {

    @TempDir
    Path folder;

    @Test
    void keepsQuietWhereNobodyCanBeWokenBecauseTheDatabaseIsAway() throws IOException {
        var away = new IllegalStateException("the database is away");
        var waker = new AtomicReference<Thread>();
        var uncaught = new ConcurrentLinkedQueue<Throwable>();
        var clusters = new LocalClusters(folder, new Ports(new PortRange(27_000, 27_899)), Clock.systemUTC(), _ -> {
            waker.set(Thread.currentThread());
            throw away;
        });
        var cluster = clusters.get(new ClusterId(UUID.randomUUID()));
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, thrown) -> uncaught.add(thrown));
        try {
            var process = new ProcessBuilder("true").start();
            cluster.adopt(Slot.node(0), new Address(Layout.LOOPBACK, 1), process.toHandle());

            await().until(() -> waker.get() != null && !waker.get().isAlive());
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(uncaught).doesNotContain(away);
        assertThat(cluster.notebook().news())
                .singleElement()
                .satisfies(news -> assertThat(news.type()).isEqualTo("node-died"));
    }
}
