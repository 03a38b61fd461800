package io.keydesk.provisioning.valkey;

/**
 * Which members are known to run, so that nobody else who took over an address is sent a password.
 */
public interface Presence {

    boolean hasNode(int index);

    boolean hasSentinel(int index);
}
