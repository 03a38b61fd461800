package io.keydesk.provisioning.valkey;

/** Where a server listens, and is announced. */
public record Address(String host, int port) {

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
