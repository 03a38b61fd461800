package io.keydesk.service.provisioning;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Release;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.provisioning.Region.Engine;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The releases that keydesk knows, and what regions can run beside them. */
public record VersionsOffered(Catalogue catalogue, List<Region> regions) {

    private static final String VALKEY = "valkey";

    public VersionsOffered {
        regions = List.copyOf(regions);
    }

    /**
     * One version.
     *
     * @param engine {@code valkey} or {@code redis}
     * @param release what is known of it; nothing of what is not Valkey, or came later than this keydesk
     * @param regions the names of those that can run it
     */
    public record Offered(String version, String engine, Optional<Release> release, List<String> regions) {

        /** What its makers say of it, as far as it is known where. */
        public Optional<URI> notes() {
            return engine.equals(VALKEY) ? Version.find(version).map(Release::notes) : Optional.empty();
        }
    }

    public List<Offered> newestFirst() {
        var engines = regions.stream()
                .flatMap(region -> region.engines().stream())
                .map(engine -> new Engine(engine.name(), engine.version(), false));
        var known = catalogue.releases().stream()
                .map(release -> new Engine(VALKEY, release.version().toString(), false));
        var all = new ArrayList<>(Stream.concat(engines, known).distinct().toList());
        all.sort(Comparator.comparing(Engine::parsed).reversed().thenComparing(Engine::name));
        return all.stream().map(this::offered).toList();
    }

    private Offered offered(Engine engine) {
        var release = engine.name().equals(VALKEY) ? catalogue.release(engine.parsed()) : Optional.<Release>empty();
        var names = regions.stream()
                .filter(region -> region.engines().stream()
                        .anyMatch(other -> other.name().equals(engine.name())
                                && other.version().equals(engine.version())))
                .map(Region::name)
                .toList();
        return new Offered(engine.version(), engine.name(), release, names);
    }
}
