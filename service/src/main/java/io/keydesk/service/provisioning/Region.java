package io.keydesk.service.provisioning;

import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.catalogue.Setting;
import io.keydesk.service.connection.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A place that runs clusters, as it is now.
 *
 * @param type {@code local} or {@code kubernetes}
 * @param healthy whether it can make and keep clusters now
 * @param message what is wrong, or worth knowing, and what to do; {@code null} if nothing is
 * @param engine what its nodes run; {@code null} while that is not known
 * @param server the other instance that works in it; {@code null} if this one does
 * @param namespaces which ones of it tenants may name
 * @param accessLabelPrefix of the label that lets pods in to a cluster
 */
public record Region(
        String name,
        String type,
        boolean healthy,
        @Nullable String message,
        @Nullable Engine engine,
        @Nullable Server server,
        Namespaces namespaces,
        String accessLabelPrefix) {

    /** A region in which this instance works, and tenants name any namespace. */
    public Region(String name, String type, boolean healthy, @Nullable String message, @Nullable Engine engine) {
        this(name, type, healthy, message, engine, null);
    }

    /** A region in which tenants name any namespace. */
    public Region(
            String name,
            String type,
            boolean healthy,
            @Nullable String message,
            @Nullable Engine engine,
            @Nullable Server server) {
        this(name, type, healthy, message, engine, server, Namespaces.ANY, Connection.DEFAULT_LABEL_PREFIX);
    }

    /**
     * An instance of keydesk, as a person finds it.
     *
     * @param home its {@code keydesk.home}
     */
    public record Server(String host, String home) {

        /** For example {@code home /var/lib/keydesk on host one}. */
        @Override
        public String toString() {
            return "home %s on host %s".formatted(home, host);
        }
    }

    /**
     * The server that the nodes run.
     *
     * @param name {@code valkey} or {@code redis}
     * @param version all of it, for example {@code 8.0.1}
     * @param bundled whether it came with keydesk, because none was installed
     */
    public record Engine(String name, String version, boolean bundled) {

        public boolean knows(Setting setting) {
            return EngineVersion.parse(version).atLeast(setting.since());
        }
    }

    public boolean knows(Setting setting) {
        return engine == null || engine.knows(setting);
    }
}
