package io.keydesk.api.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Signals that Java cannot send by itself. */
final class Signals {

    private Signals() {}

    /** @param signal {@code STOP}, {@code CONT} or {@code INT} */
    static void send(String signal, ProcessHandle process) {
        send(signal, process.pid());
    }

    static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void awaitEnd(ProcessHandle process) {
        await().atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive());
    }
}
