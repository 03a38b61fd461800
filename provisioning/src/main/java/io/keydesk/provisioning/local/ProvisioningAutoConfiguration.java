package io.keydesk.provisioning.local;

import io.keydesk.provisioning.region.ConfiguredRegions;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.provisioning.RegionClaims;
import io.keydesk.service.work.ReconcileQueue;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** Makes this machine a region of the application. Processes that ran before are found again while it is made. */
@AutoConfiguration
@EnableConfigurationProperties(LocalRegionProperties.class)
class ProvisioningAutoConfiguration {

    /** @param home {@code keydesk.home}, below which all files of the region lie */
    @Bean(destroyMethod = "close")
    @Conditional(LocalRegionConfigured.class)
    LocalProvisioner localProvisioner(
            LocalRegionProperties properties,
            Environment environment,
            @Value("${keydesk.home:${user.home}/.keydesk}") Path home,
            ReconcileQueue queue,
            RegionClaims claims,
            Clock clock,
            Catalogue catalogue) {
        var root = home.toAbsolutePath().normalize();
        var search = new EngineSearch(
                properties.valkeyServer(),
                Objects.requireNonNullElse(System.getenv("PATH"), ""),
                root.resolve("engines").resolve("bundled"),
                properties.furtherServers());
        var name = ConfiguredRegions.of(environment).local(properties.region()).orElseThrow();
        var region = new LocalRegion(
                name,
                root.resolve("regions").resolve(name),
                search,
                new RegionOwner(name, root, properties.takeOver(), claims));
        return new LocalProvisioner(region, properties.ports(), properties.keepRunning(), queue, clock, catalogue);
    }
}
