package io.keydesk.service.work;

import java.util.function.Supplier;

/** Runs work as one database transaction: all of it is kept, or nothing. No call to the outside belongs in it. */
public interface Transactions {

    <T> T inTransaction(Supplier<T> work);
}
