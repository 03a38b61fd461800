package io.keydesk.provisioning.local;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.provisioning.InMemoryRegionClaims;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A region in a folder of its own and with ports of its own, whose processes end with the test. */
final class LocalRegionFixture implements BeforeEachCallback, AfterEachCallback {

    private final List<LocalProvisioner> opened = new ArrayList<>();
    private final Queue<ClusterId> woken = new ConcurrentLinkedQueue<>();
    private final ForwardClock clock = new ForwardClock();
    private final String searchPath;
    private final List<String> further;
    private @Nullable Path home;
    private @Nullable ClaimedPorts claimed;
    private @Nullable String takeOver;

    private LocalRegionFixture(String searchPath, List<String> further) {
        this.searchPath = searchPath;
        this.further = further;
    }

    /** Runs what is installed. */
    static LocalRegionFixture installed() {
        return new LocalRegionFixture(System.getenv("PATH"), List.of());
    }

    /** Runs what comes with keydesk. */
    static LocalRegionFixture bundled() {
        return new LocalRegionFixture("", List.of());
    }

    /** Runs what comes with keydesk, and can upgrade to these. */
    static LocalRegionFixture bundledAnd(List<String> further) {
        return new LocalRegionFixture("", further);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        home = java.nio.file.Files.createTempDirectory("keydesk-test").toRealPath();
        claimed = ClaimedPorts.claim();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(LocalProvisioner::close);
        var last = open(false);
        last.close();
        PrivateFiles.remove(home());
        claimed().close();
    }

    Path home() {
        return withinATest(home);
    }

    /** That its clusters draw from. */
    PortRange ports() {
        return claimed().range();
    }

    private ClaimedPorts claimed() {
        return withinATest(claimed);
    }

    private static <T> T withinATest(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("only within a test");
        }
        return part;
    }

    Path clusters() {
        return home().resolve("regions/local/clusters");
    }

    ClusterFolder folder(ClusterId id) {
        return ClusterFolder.of(clusters(), id);
    }

    /** The clusters that were woken. */
    List<ClusterId> woken() {
        return List.copyOf(woken);
    }

    /** Starts a keydesk, so to speak. */
    LocalProvisioner open(boolean keepRunning) {
        return open(keepRunning, ports());
    }

    LocalProvisioner open(boolean keepRunning, PortRange ports) {
        return open(keepRunning, ports, null);
    }

    LocalProvisioner open(String server) {
        return open(false, ports(), server);
    }

    /** Somebody said that all that this owner had is lost. */
    LocalProvisioner openInPlaceOf(String lostOwner) {
        takeOver = lostOwner;
        return open(false);
    }

    private LocalProvisioner open(boolean keepRunning, PortRange ports, @Nullable String server) {
        var search = new EngineSearch(server, searchPath, home().resolve("engines"), further);
        var provisioner = new LocalProvisioner(
                new LocalRegion(
                        "local",
                        home().resolve("regions/local"),
                        search,
                        new RegionOwner("local", home(), takeOver, new InMemoryRegionClaims())),
                ports,
                keepRunning,
                woken::add,
                clock,
                new Catalogue());
        opened.add(provisioner);
        return provisioner;
    }

    /** The server that an open region runs. */
    Path server() {
        if (new EngineSearch(null, searchPath, home().resolve("engines")).find()
                instanceof EngineSearch.Usable(var binary)) {
            return binary.path();
        }
        throw new IllegalStateException("no server is usable");
    }

    ForwardClock clock() {
        return clock;
    }
}
