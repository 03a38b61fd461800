package io.keydesk.service.reconcile;

/**
 * A worker's turn on a cluster. It ends early when the worker was taken for dead, because its machine slept or its database
 * was away, and another has taken the work over: what the first one saw is old then, and must not be stored.
 */
@FunctionalInterface
public interface Turn {

    /** Whether it lasts. Asked within a transaction, it lasts until that ends: nobody takes the work over meanwhile. */
    boolean lasts();
}
