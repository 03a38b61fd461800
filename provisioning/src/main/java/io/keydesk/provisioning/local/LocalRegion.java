package io.keydesk.provisioning.local;

import io.keydesk.service.provisioning.Region;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The region as such: its folder, which one keydesk has at a time, and the server that it runs. */
final class LocalRegion implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRegion.class);

    static final String HELD_ELSEWHERE =
            "Another keydesk holds the folder of this region: stop it, or give this one a keydesk.home of its own.";

    private final String name;
    private final Path folder;
    private final EngineSearch search;
    private final RegionLock lock;
    private volatile EngineSearch.Found engine;
    private volatile boolean held;

    LocalRegion(String name, Path folder, EngineSearch search) {
        this.name = name;
        this.folder = folder;
        this.search = search;
        this.lock = new RegionLock(folder);
        this.engine = search.find();
        if (engine instanceof EngineSearch.Usable(var binary) && binary.engine().bundled()) {
            LOG.atWarn()
                    .addKeyValue("region", name)
                    .addKeyValue("version", binary.engine().version())
                    .log("No valkey-server is installed: the bundled Redis runs in its place");
        }
    }

    Path clusters() {
        return folder.resolve("clusters");
    }

    /** Whether this keydesk has the region now. Tries again at each call until it has. */
    boolean hold() {
        held = lock.acquire();
        return held;
    }

    /** Looks again for a server while none is usable. */
    EngineSearch.Found engine() {
        if (engine instanceof EngineSearch.Unusable) {
            engine = search.find();
        }
        return engine;
    }

    Region describe() {
        return switch (engine) {
            case EngineSearch.Unusable(var message) -> new Region(name, "local", false, message, null);
            case EngineSearch.Usable(var binary)
            when !held -> new Region(name, "local", false, HELD_ELSEWHERE, binary.engine());
            case EngineSearch.Usable(var binary) ->
                new Region(
                        name,
                        "local",
                        true,
                        binary.engine().bundled()
                                ? "No valkey-server is installed: clusters run the bundled Redis %s. Install Valkey, or set keydesk.local.valkey-server."
                                        .formatted(binary.engine().version())
                                : null,
                        binary.engine());
        };
    }

    @Override
    public void close() {
        held = false;
        lock.close();
    }
}
