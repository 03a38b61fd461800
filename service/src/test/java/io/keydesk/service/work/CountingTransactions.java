package io.keydesk.service.work;

import java.util.function.Supplier;

/** Runs work as it is, and counts how often. */
public final class CountingTransactions implements Transactions {

    private int count;

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        count++;
        return work.get();
    }

    public int count() {
        return count;
    }
}
