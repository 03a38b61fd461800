package io.keydesk.provisioning.local;

import io.keydesk.provisioning.upkeep.Step.Failed;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Region.Engine;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The region as such: its folder, which one keydesk has at a time, and the server that it runs. Of all that share a database,
 * one instance works in it: the one whose home has the files.
 */
final class LocalRegion implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRegion.class);

    private static final String TYPE = "local";

    private final String name;
    private final Path folder;
    private final EngineSearch search;
    private final RegionOwner owner;
    private final RegionLock lock;
    private final List<ServerBinary> further;
    private volatile EngineSearch.Found engine;
    private volatile @Nullable Failed obstacle;
    private volatile @Nullable Elsewhere elsewhere;
    private volatile boolean held;
    private boolean closed;

    LocalRegion(String name, Path folder, EngineSearch search, RegionOwner owner) {
        this.name = name;
        this.folder = folder;
        this.search = search;
        this.owner = owner;
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
        this.further = search.findFurther().stream().flatMap(this::usable).toList();
    }

    private Stream<ServerBinary> usable(EngineSearch.Found found) {
        return switch (found) {
            case EngineSearch.Usable(var binary) -> Stream.of(binary);
            case EngineSearch.Unusable(var message) -> {
                LOG.atWarn().addKeyValue("region", name).log(message);
                yield Stream.empty();
            }
        };
    }

    Path clusters() {
        return folder.resolve("clusters");
    }

    /** Takes the region for this keydesk. Tries again at each call until it has; what is in the way is returned. */
    Optional<Failed> take() {
        if (!held) {
            renew();
        }
        return Optional.ofNullable(obstacle);
    }

    /** Says that this keydesk still works in the region; or sees whether it can now. */
    synchronized void renew() {
        if (closed) {
            return;
        }
        try {
            if (lock.acquire()) {
                become(owner.claim(folder, knownEngine()));
            } else {
                become(owner.other());
                obstacle = new Failed("RegionHeld", elsewhere == null ? heldElsewhere() : elsewhere.message(), true);
                held = false;
            }
        } catch (UncheckedIOException e) {
            obstacle = FileTrouble.of(e);
            held = false;
        }
    }

    private void become(Optional<Elsewhere> other) {
        var before = elsewhere;
        var now = other.orElse(null);
        if (now != null && (before == null || before.alive() != now.alive())) {
            LOG.atWarn().addKeyValue("region", name).log(now.message());
        } else if (now == null && before != null) {
            LOG.atInfo().addKeyValue("region", name).log("The region belongs to this instance now");
        }
        elsewhere = now;
        obstacle = now == null ? null : new Failed("RegionHeld", now.message(), true);
        held = now == null;
    }

    /** Whether clusters whose files are lost are to be made anew, and empty. */
    boolean isMadeAnew() {
        return owner.takesOver();
    }

    /** Whether another instance works in it. */
    boolean isElsewhere() {
        return elsewhere != null;
    }

    private @Nullable Engine knownEngine() {
        return engine instanceof EngineSearch.Usable(var binary) ? binary.engine() : null;
    }

    /** What it runs; {@code null} while no server is usable. */
    @Nullable
    Path server() {
        return engine instanceof EngineSearch.Usable(var binary) ? binary.path() : null;
    }

    /** Notes what else is in the way, until the region is taken again. */
    Failed refuse(Failed other) {
        obstacle = other;
        held = false;
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

    /**
     * What a cluster runs that is to run this version: the oldest that is not older.
     *
     * @param version {@code null} for what is usual here
     */
    EngineSearch.Found engine(@Nullable String version) {
        var usual = engine();
        if (version == null || !(usual instanceof EngineSearch.Usable(var first))) {
            return usual;
        }
        var all = Stream.concat(Stream.of(first), further.stream()).toList();
        return Region.notOlder(all.stream().map(ServerBinary::engine).toList(), Version.parse(version))
                .flatMap(chosen -> all.stream()
                        .filter(binary -> binary.engine().equals(chosen))
                        .findFirst())
                .<EngineSearch.Found>map(EngineSearch.Usable::new)
                .orElseGet(() -> new EngineSearch.Unusable(
                        "There is no server of version %s or newer: install one, and name it in keydesk.local.further-servers."
                                .formatted(version)));
    }

    /** What clusters can run, oldest first. */
    private List<Engine> engines(Engine usual) {
        return Stream.concat(Stream.of(usual), further.stream().map(ServerBinary::engine))
                .filter(engine -> engine.equals(usual) || !engine.parsed().equals(usual.parsed()))
                .sorted(Comparator.comparing(Engine::parsed))
                .distinct()
                .toList();
    }

    Region describe() {
        var other = elsewhere;
        if (other != null) {
            var known = other.engine() == null ? knownEngine() : other.engine();
            return new Region(name, TYPE, other.alive(), other.message(), known, other.server());
        }
        var inTheWay = obstacle;
        return switch (engine) {
            case EngineSearch.Unusable(var message) -> unhealthy(message, null);
            case EngineSearch.Usable(var binary)
            when inTheWay != null -> unhealthy(inTheWay.message(), binary.engine());
            case EngineSearch.Usable(var binary) ->
                new Region(
                        name,
                        TYPE,
                        true,
                        worthKnowing(binary.engine()),
                        binary.engine(),
                        null,
                        Namespaces.ANY,
                        Connection.DEFAULT_LABEL_PREFIX,
                        engines(binary.engine()));
        };
    }

    private Region unhealthy(String message, @Nullable Engine known) {
        return new Region(
                name,
                TYPE,
                false,
                message,
                known,
                null,
                Namespaces.ANY,
                Connection.DEFAULT_LABEL_PREFIX,
                known == null ? List.of() : engines(known));
    }

    private static @Nullable String worthKnowing(Engine engine) {
        return engine.bundled()
                ? "No valkey-server is installed: clusters run the bundled Redis %s. Install Valkey, or set %s."
                        .formatted(engine.version(), "keydesk.local.valkey-server")
                : null;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (held) {
            owner.release();
            held = false;
        }
        lock.close();
    }
}
