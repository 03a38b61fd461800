package io.keydesk.provisioning.local;

import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The region on this machine.
 *
 * @param region its name, unless {@code keydesk.regions} names the regions
 * @param valkeyServer path of the server to run, Valkey or Redis from 6.2 on; without it valkey-server is looked for on
 *     the PATH, and if there is none, the bundled Redis 6.2 runs
 * @param furtherServers paths of other versions of Valkey, to which clusters can be upgraded
 * @param ports range from which each cluster gets six ports on loopback
 * @param keepRunning whether nodes and Sentinels go on when keydesk stops
 * @param takeOver id of the region's former owner, whose home is lost for good: this home owns the region then, and makes its
 *     clusters anew, and empty
 */
@Validated
@ConfigurationProperties(prefix = "keydesk.local", ignoreUnknownFields = false)
record LocalRegionProperties(
        @DefaultValue("local") @Pattern(regexp = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
        String region,

        @Nullable String valkeyServer,

        @DefaultValue List<String> furtherServers,

        @DefaultValue("17000-17999") PortRange ports,

        @DefaultValue("false") boolean keepRunning,

        @Nullable String takeOver) {}
