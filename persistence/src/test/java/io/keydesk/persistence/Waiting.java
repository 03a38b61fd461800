package io.keydesk.persistence;

import static org.awaitility.Awaitility.await;

import io.keydesk.service.work.Transactions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A transaction that runs into the locks of another one. */
public final class Waiting {

    private static final Executor ANOTHER_THREAD = Thread::startVirtualThread;

    private Waiting() {}

    /** Begins work on another thread. It fails when it does not end, where a test could not be interrupted. */
    public static <T> CompletableFuture<T> elsewhere(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, ANOTHER_THREAD).orTimeout(20, TimeUnit.SECONDS);
    }

    /** Begins a transaction on another thread, and returns once it waits for a lock. Its result comes when it has got it. */
    public static <T> CompletableFuture<T> begin(Transactions transactions, Supplier<T> work) {
        var result = elsewhere(() -> transactions.inTransaction(work));
        await().until(() -> result.isCompletedExceptionally() || somebodyWaits());
        return result;
    }

    private static boolean somebodyWaits() {
        return TestDatabase.jdbc()
                .sql("select exists (select from pg_locks where not granted)")
                .query(Boolean.class)
                .single();
    }
}
