package io.keydesk.service.work;

/** Ends what nobody decides. */
public interface Expiry {

    /** Reminds of what is about to expire, and ends what has. Repeatable, also by two instances at once. */
    void expire();
}
