package io.keydesk.service.work;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps keys in a map; nobody waits for anybody. */
public final class InMemoryIdempotencyKeys implements IdempotencyKeys {

    private record Owned(String caller, String key) {}

    private record Claim(Use use, Instant at) {}

    private final Map<Owned, Claim> claims = new ConcurrentHashMap<>();

    @Override
    public Optional<Use> find(String caller, String key) {
        return Optional.ofNullable(claims.get(new Owned(caller, key))).map(Claim::use);
    }

    @Override
    public Optional<Use> claim(String caller, String key, String fingerprint, Instant at) {
        var earlier = claims.putIfAbsent(new Owned(caller, key), new Claim(new Use(fingerprint, null), at));
        return Optional.ofNullable(earlier).map(Claim::use);
    }

    @Override
    public void settle(String caller, String key, UUID resource) {
        claims.computeIfPresent(
                new Owned(caller, key),
                (_, claim) -> new Claim(new Use(claim.use().fingerprint(), resource), claim.at()));
    }

    @Override
    public void release(String caller, String key) {
        claims.remove(new Owned(caller, key));
    }

    @Override
    public int forget(Instant before) {
        int known = claims.size();
        claims.values().removeIf(claim -> claim.at().isBefore(before));
        return known - claims.size();
    }
}
