package io.keydesk.service.work;

import java.util.function.Supplier;

/** Runs work as one database transaction: all of it is kept, or nothing. No call to the outside belongs in it. */
public interface Transactions {

    /** @throws ConcurrentChange if another transaction has just taken what this one wanted; nothing was kept then */
    <T> T inTransaction(Supplier<T> work);
}
