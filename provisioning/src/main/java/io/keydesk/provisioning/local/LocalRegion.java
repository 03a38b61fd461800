package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Step.Failed;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Region.Engine;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The region as such: its folder, which one keydesk has at a time, and the server that it runs. */
final class LocalRegion implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRegion.class);

    private static final String TYPE = "local";

    private final String name;
    private final Path folder;
    private final EngineSearch search;
    private final RegionLock lock;
    private volatile EngineSearch.Found engine;
    private volatile @Nullable Failed obstacle;

    LocalRegion(String name, Path folder, EngineSearch search) {
        this.name = name;
        this.folder = folder;
        this.search = search;
        this.lock = new RegionLock(folder);
        this.engine = search.find();
        switch (engine) {
            case EngineSearch.Unusable(var message) ->
                LOG.atWarn().addKeyValue("region", name).log(message);
            case EngineSearch.Usable(var binary)
            when binary.engine().bundled() ->
                LOG.atWarn()
                        .addKeyValue("region", name)
                        .addKeyValue("version", binary.engine().version())
                        .log("No valkey-server is installed: the bundled Redis runs in its place");
            case EngineSearch.Usable _ -> {}
        }
    }

    Path clusters() {
        return folder.resolve("clusters");
    }

    /** Takes the region for this keydesk. Tries again at each call until it has; what is in the way is returned. */
    Optional<Failed> take() {
        try {
            obstacle = lock.acquire() ? null : new Failed("RegionHeld", heldElsewhere(), true);
        } catch (UncheckedIOException e) {
            obstacle = FileTrouble.of(e);
        }
        return Optional.ofNullable(obstacle);
    }

    /** Notes what else is in the way, until the region is taken again. */
    Failed refuse(Failed other) {
        obstacle = other;
        return other;
    }

    private String heldElsewhere() {
        return "Another keydesk (%s) holds %s: stop it, or give this one a keydesk.home of its own."
                .formatted(lock.holder(), folder);
    }

    /** Looks again for a server while none is usable. */
    EngineSearch.Found engine() {
        if (engine instanceof EngineSearch.Unusable) {
            engine = search.find();
        }
        return engine;
    }

    Region describe() {
        var inTheWay = obstacle;
        return switch (engine) {
            case EngineSearch.Unusable(var message) -> unhealthy(message, null);
            case EngineSearch.Usable(var binary)
            when inTheWay != null -> unhealthy(inTheWay.message(), binary.engine());
            case EngineSearch.Usable(var binary) ->
                new Region(name, TYPE, true, worthKnowing(binary.engine()), binary.engine());
        };
    }

    private Region unhealthy(String message, @Nullable Engine known) {
        return new Region(name, TYPE, false, message, known);
    }

    private static @Nullable String worthKnowing(Engine engine) {
        return engine.bundled()
                ? "No valkey-server is installed: clusters run the bundled Redis %s. Install Valkey, or set %s."
                        .formatted(engine.version(), "keydesk.local.valkey-server")
                : null;
    }

    @Override
    public void close() {
        lock.close();
    }
}
