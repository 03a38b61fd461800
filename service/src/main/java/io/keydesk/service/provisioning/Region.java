package io.keydesk.service.provisioning;

import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.catalogue.Setting;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.connection.Connection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place that runs clusters, as it is now.
 *
 * @param type {@code local} or {@code kubernetes}
 * @param healthy whether it can make and keep clusters now
 * @param message what is wrong and since when, or worth knowing, and what to do; {@code null} if nothing is
 * @param engine what its nodes run where nothing else is asked for; {@code null} while that is not known
 * @param server the other instance that works in it; {@code null} if this one does
 * @param namespaces which ones of it tenants may name
 * @param accessLabelPrefix of the label that lets pods in to a cluster
 * @param engines all that its nodes can run, oldest first
 */
public record Region(
        String name,
        String type,
        boolean healthy,
        @Nullable String message,
        @Nullable Engine engine,
        @Nullable Server server,
        Namespaces namespaces,
        String accessLabelPrefix,
        List<Engine> engines) {

    public Region {
        engines = List.copyOf(engines);
    }

    /** A region whose nodes run one version. */
    public Region(
            String name,
            String type,
            boolean healthy,
            @Nullable String message,
            @Nullable Engine engine,
            @Nullable Server server,
            Namespaces namespaces,
            String accessLabelPrefix) {
        this(
                name,
                type,
                healthy,
                message,
                engine,
                server,
                namespaces,
                accessLabelPrefix,
                engine == null ? List.of() : List.of(engine));
    }

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

        /** The version, to be compared. */
        public Version parsed() {
            return Version.parse(version);
        }

        public boolean knows(Setting setting) {
            return EngineVersion.parse(version).atLeast(setting.since());
        }
    }

    /** What nodes can run of this version; nothing if the region has none. */
    public Optional<Engine> engine(Version version) {
        return engines.stream()
                .filter(candidate -> candidate.parsed().equals(version))
                .findFirst();
    }

    /**
     * What a cluster runs that is to run this version: that, or, where the region has it no more, what comes next; nothing if
     * all that it has is older.
     */
    public static Optional<Engine> notOlder(List<Engine> engines, Version version) {
        return engines.stream()
                .filter(candidate -> !version.isNewerThan(candidate.parsed()))
                .min(Comparator.comparing(Engine::parsed));
    }

    /** The same as a cluster sees it that runs this version; {@code null} for one that runs what is usual. */
    public Region running(@Nullable String version) {
        if (version == null) {
            return this;
        }
        var own = notOlder(engines, Version.parse(version)).orElseGet(() -> new Engine("valkey", version, false));
        return new Region(name, type, healthy, message, own, server, namespaces, accessLabelPrefix, engines);
    }

    public boolean knows(Setting setting) {
        return engine == null || engine.knows(setting);
    }
}
