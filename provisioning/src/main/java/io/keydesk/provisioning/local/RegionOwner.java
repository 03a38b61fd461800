package io.keydesk.provisioning.local;

import io.keydesk.service.provisioning.Region.Engine;
import io.keydesk.service.provisioning.Region.Server;
import io.keydesk.service.provisioning.RegionClaims;
import io.keydesk.service.provisioning.RegionClaims.Claimant;
import io.keydesk.service.provisioning.RegionClaims.Holder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This home as the owner of a region. Its id lies among the region's files and goes where they go, so that no other home makes
 * the region's clusters a second time.
 */
final class RegionOwner {

    private static final Logger LOG = LoggerFactory.getLogger(RegionOwner.class);

    private final String region;
    private final Server server;
    private final @Nullable String takeOver;
    private final RegionClaims claims;

    /** @param takeOver the id of an owner whose home is lost */
    RegionOwner(String region, Path home, @Nullable String takeOver, RegionClaims claims) {
        this.region = region;
        this.server = new Server(host(), home.toString());
        this.takeOver = takeOver;
        this.claims = claims;
    }

    /** Whether somebody said that the files of the region are lost for good, and its clusters are to be made anew. */
    boolean takesOver() {
        return takeOver != null && !takeOver.isBlank();
    }

    /** Claims the region, or renews the claim. Only for who has the lock of its folder. */
    Optional<Elsewhere> claim(Path folder, @Nullable Engine engine) {
        return claims.claim(region, new Claimant(id(folder), server, engine), takeOver)
                .map(this::elsewhere);
    }

    /** The instance that has the region, if it is known. */
    Optional<Elsewhere> other() {
        return claims.holder(region).map(this::elsewhere);
    }

    void release() {
        try {
            claims.release(region);
        } catch (RuntimeException e) {
            // The database is away. The claim becomes stale by itself.
            LOG.atDebug().setMessage("Claim not released").setCause(e).log();
        }
    }

    private Elsewhere elsewhere(Holder holder) {
        var other = holder.claimant();
        return new Elsewhere(
                other.server(),
                holder.alive(),
                other.engine(),
                holder.alive() ? alive(other) : "%s %s".formatted(away(holder), wayOut(other)));
    }

    private String alive(Claimant other) {
        return "Region %s belongs to another instance (%s): this one serves HTTP and leaves the work on its clusters to that one."
                .formatted(region, other.server());
    }

    private String away(Holder holder) {
        return "Region %s belongs to another instance (%s), which %s: work on its clusters waits."
                .formatted(
                        region,
                        holder.claimant().server(),
                        holder.renewed() == null ? "was stopped" : "was last heard of at " + holder.renewed());
    }

    private static String wayOut(Claimant other) {
        return "Start that one again, or move its home to where it shall run. If its home is lost for good, start this one with --keydesk.local.take-over=%s: it makes the clusters anew, and empty."
                .formatted(other.owner());
    }

    private static String id(Path folder) {
        var file = folder.resolve("owner");
        return PrivateFiles.read(file)
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .orElseGet(() -> {
                    var id = UUID.randomUUID().toString();
                    PrivateFiles.write(file, id + "\n");
                    return id;
                });
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
