package io.keydesk.service.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which instance of keydesk works in a region that only one can reach, such as the processes of one machine. Kept where all
 * instances look. A claim is renewed while it is held; one that was not renewed for {@link #LASTS} is stale.
 */
public interface RegionClaims {

    Duration LASTS = Duration.ofSeconds(20);

    /**
     * Who claims a region.
     *
     * @param owner the id of the home that keeps the region's files, wherever it is moved to
     * @param engine what the region's nodes run; {@code null} while that is not known
     */
    record Claimant(String owner, Region.Server server, Region.@Nullable Engine engine) {}

    /**
     * Another instance that has the region.
     *
     * @param renewed when it was last heard of; {@code null} if it was stopped
     */
    record Holder(
            Claimant claimant, boolean alive, @Nullable Instant renewed) {}

    /**
     * Claims a region for this instance, or renews its claim. The home that owns a region gets it: at once where the claim
     * was made from the same host and folder, which one keydesk has at a time, else once the claim is stale.
     *
     * @param takeOver the id of an owner whose home is lost for good, and whose stale claim goes to this one;
     *     {@code null} to respect every owner
     * @return nothing if the region is this instance's now, else who has it
     */
    Optional<Holder> claim(String region, Claimant claimant, @Nullable String takeOver);

    /** Who has the region, if another instance does. */
    Optional<Holder> holder(String region);

    /** Says that this instance has stopped working in the region. It stays with its owner. */
    void release(String region);
}
