package io.keydesk.persistence;

import static org.awaitility.Awaitility.await;

import io.keydesk.service.work.Transactions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A transaction that runs into the locks of another one. */
public final class Waiting {

    private static final Executor ANOTHER_THREAD = Thread::startVirtualThread;

    private Waiting() {}

    /** Begins a transaction on another thread, and returns once it waits for a lock. Its result comes when it has got it. */
    public static <T> CompletableFuture<T> begin(Transactions transactions, Supplier<T> work) {
        var result = CompletableFuture.supplyAsync(() -> transactions.inTransaction(work), ANOTHER_THREAD);
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
