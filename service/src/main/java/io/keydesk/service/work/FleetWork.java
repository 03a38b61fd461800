package io.keydesk.service.work;

/** Goes on with what concerns many clusters. */
public interface FleetWork {

    /** Takes everything that is under way one step further. Repeatable, also by two instances at once. */
    void advance();
}
