package io.keydesk.service.catalogue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cluster is for. One cluster has one purpose, which sets the defaults of its settings. */
public enum Purpose implements Named {
    SESSION_CACHE("Session cache", "Web sessions that expire a day after their last use.", Duration.ofHours(24), true),
    RATE_LIMITING("Rate limiting", "Counters of fixed windows, a minute long.", Duration.ofMinutes(1), false),
    API_CACHE("API cache", "Answers of slower services, kept for minutes.", Duration.ofMinutes(5), false),
    FEATURE_FLAGS("Feature flags", "Flags that every instance reads all the time.", Duration.ofMinutes(1), true),
    PUB_SUB("Pub/sub messaging", "Messages between services; whoever does not listen misses them.", null, false),
    LOCKS("Distributed locks", "Locks that must not be evicted while they are held.", null, false),
    OTHER("Other", "Anything else: all settings at the platform's defaults.", null, false);

    private final String title;
    private final String description;
    private final @Nullable Duration recommendedTtl;
    private final boolean standbyWanted;

    Purpose(String title, String description, @Nullable Duration recommendedTtl, boolean standbyWanted) {
        this.title = title;
        this.description = description;
        this.recommendedTtl = recommendedTtl;
        this.standbyWanted = standbyWanted;
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    /** How long a key should live; nothing where keys have no TTL. */
    public Optional<Duration> recommendedTtl() {
        return Optional.ofNullable(recommendedTtl);
    }

    /** {@code yes}, {@code optional} or {@code no}: whether a second region should follow. */
    public String standby() {
        return standbyWanted ? "yes" : this == API_CACHE ? "optional" : "no";
    }

    /** The settings that differ from the catalogue's defaults. */
    public Map<String, String> settings() {
        return switch (this) {
            case SESSION_CACHE, RATE_LIMITING, API_CACHE, FEATURE_FLAGS -> Map.of("maxmemory-policy", "allkeys-lru");
            case PUB_SUB, LOCKS -> Map.of("maxmemory-policy", "noeviction");
            case OTHER -> Map.of();
        };
    }
}
