package io.keydesk.provisioning.local;

import io.keydesk.service.provisioning.DesiredCluster;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.ProvisionerContract;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class LocalProvisionerTests extends ProvisionerContract {

    @RegisterExtension
    final LocalRegionFixture region = LocalRegionFixture.installed();

    @RegisterExtension
    final LocalRegionFixture older = LocalRegionFixture.bundledAnd(
            TestServers.installed().map(Path::toString).stream().toList());

    private @Nullable Provisioner provisioner;

    @BeforeEach
    void open() {
        provisioner = region.open(false);
    }

    @Override
    protected Provisioner provisioner() {
        if (provisioner == null) {
            throw new IllegalStateException("not opened");
        }
        return provisioner;
    }

    @Override
    protected Map<String, String> parts(DesiredCluster cluster) {
        var folder = folder(cluster);
        var parts = new TreeMap<String, String>();
        var processes = ProcessTable.scan(folder.root(), null);
        Stream.of(Slot.Kind.values())
                .flatMap(kind -> Slot.all(kind).stream())
                .forEach(slot -> processes
                        .of(folder.configuration(slot))
                        .ifPresent(process -> parts.put(
                                "process %s, %s".formatted(cluster.name(), slot.label()),
                                Long.toString(process.pid()))));
        Stream.of(folder.directives(), folder.configMap(), folder.networkPolicy())
                .forEach(file -> PrivateFiles.read(file)
                        .ifPresent(text -> parts.put("file " + folder.root().relativize(file), text)));
        SecretFiles.read(folder).ifPresent(secrets -> parts.put("file secrets", Integer.toString(secrets.hashCode())));
        return parts;
    }

    @Override
    protected Set<String> reachedFrom(DesiredCluster cluster) {
        var policy = PrivateFiles.read(folder(cluster).networkPolicy()).orElse("");
        return Pattern.compile("kubernetes\\.io/metadata\\.name: (.*)")
                .matcher(policy)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** That of the region in which it is. */
    private ClusterFolder folder(DesiredCluster cluster) {
        var folder = older.folder(cluster.id());
        return folder.exists() ? folder : region.folder(cluster.id());
    }

    @Override
    protected Optional<Provisioner> upgrading() {
        return TestServers.installed().map(_ -> older.open(false));
    }
}
