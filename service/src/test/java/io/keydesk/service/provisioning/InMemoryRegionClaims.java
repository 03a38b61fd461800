package io.keydesk.service.provisioning;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Claims of instances that live in one process. */
public final class InMemoryRegionClaims implements RegionClaims {

    private record Claim(
            InMemoryRegionClaims by,
            Claimant claimant,
            @Nullable Instant renewed,
            boolean fresh) {}

    private final Map<String, Claim> claims;

    /** The only instance. */
    public InMemoryRegionClaims() {
        this(new HashMap<>());
    }

    private InMemoryRegionClaims(Map<String, Claim> claims) {
        this.claims = claims;
    }

    InMemoryRegionClaims another() {
        return new InMemoryRegionClaims(claims);
    }

    void letTimePass() {
        claims.replaceAll((_, claim) -> new Claim(claim.by, claim.claimant, claim.renewed, false));
    }

    void empty() {
        claims.clear();
    }

    @Override
    public Optional<Holder> claim(String region, Claimant claimant, @Nullable String takeOver) {
        var made = claims.get(region);
        if (made == null || mayClaim(made, claimant, takeOver)) {
            claims.put(region, new Claim(this, claimant, Instant.EPOCH, true));
            return Optional.empty();
        }
        return holder(region);
    }

    private boolean mayClaim(Claim made, Claimant claimant, @Nullable String takeOver) {
        var owner = made.claimant.owner();
        boolean own = owner.equals(claimant.owner());
        return made.by == this
                || own && made.claimant.server().equals(claimant.server())
                || !made.fresh && (own || owner.equals(takeOver));
    }

    @Override
    public Optional<Holder> holder(String region) {
        return Optional.ofNullable(claims.get(region))
                .filter(claim -> claim.by != this)
                .map(claim -> new Holder(claim.claimant, claim.fresh, claim.renewed));
    }

    @Override
    public void release(String region) {
        claims.computeIfPresent(
                region, (_, claim) -> claim.by == this ? new Claim(this, claim.claimant, null, false) : claim);
    }
}
