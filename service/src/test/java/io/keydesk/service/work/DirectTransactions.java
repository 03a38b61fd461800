package io.keydesk.service.work;

import java.util.function.Supplier;

/** Runs work as it is: what the fakes have taken stays, also when the work fails. */
public final class DirectTransactions implements Transactions {

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        return work.get();
    }
}
