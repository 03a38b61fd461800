package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.provisioning.Region;
import io.keydesk.service.provisioning.Region.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a newer version of the server. There is no way back: an older one cannot read what a newer one has written.
 *
 * @param aheadOfStaging whether production may run what the tenant does not run in staging yet; for admins to say
 * @param urgent why an admin forces it, without anybody's approval; {@code null} where nobody does
 */
public record UpgradeVersion(
        ClusterId clusterId,
        String version,
        boolean aheadOfStaging,
        @Nullable String urgent) implements TicketRequest {

    /** Characters of a reason. */
    public static final int LONGEST_REASON = 500;

    private static final String VALKEY = "valkey";

    /** What Valkey descends from; data of what came after it is Redis' own. */
    private static final Version LAST_COMMON = Version.parse("7.2.9999");

    /** One that nobody forces, and that follows staging. */
    public UpgradeVersion(ClusterId clusterId, String version) {
        this(clusterId, version, false, null);
    }

    @Override
    public String kind() {
        return "upgrade-version";
    }

    @Override
    public UpgradeVersion canonical(Offer offer) {
        var known = Version.find(version)
                .flatMap(wanted ->
                        offer.target().flatMap(Offer.Target::region).flatMap(region -> region.engine(wanted)));
        return new UpgradeVersion(
                clusterId,
                known.map(Engine::version).orElse(version),
                aheadOfStaging,
                urgent == null ? null : urgent.strip());
    }

    @Override
    public List<FieldError> errors(Offer offer) {
        var errors = new ArrayList<FieldError>();
        versionError(offer).ifPresent(message -> errors.add(new FieldError("version", message)));
        if (urgent != null && (urgent.isBlank() || urgent.length() > LONGEST_REASON || urgent.indexOf('\0') >= 0)) {
            errors.add(new FieldError(
                    "urgent",
                    "urgent must say why in 1 to %d characters, for the tenant to read; leave it out where people decide"
                            .formatted(LONGEST_REASON)));
        }
        return errors;
    }

    private Optional<String> versionError(Offer offer) {
        var target = offer.target().orElseThrow();
        var place = target.region();
        var current = place.map(Region::engine);
        if (place.isEmpty() || current.isEmpty()) {
            return Optional.of(
                    "version cannot be looked at now: what region %s runs is not known, and GET /v1/regions says why"
                            .formatted(target.cluster().region()));
        }
        return versionError(offer, place.get(), current.get());
    }

    private Optional<String> versionError(Offer offer, Region region, Engine current) {
        var wanted = Version.find(version);
        if (wanted.isEmpty()) {
            return Optional.of("version must be a version such as 8.1.2: %s".formatted(choices(region)));
        }
        if (wanted.get().equals(current.parsed())) {
            return Optional.of("version must be another one than %s, which the cluster runs already: %s"
                    .formatted(current.version(), choices(region)));
        }
        if (current.parsed().isNewerThan(wanted.get())) {
            return Optional.of(
                    "version must be newer than %s, which the cluster runs: %s is older, and could not read its data; %s. For an older one, order another cluster"
                            .formatted(current.version(), wanted.get(), choices(region)));
        }
        return region.engine(wanted.get())
                .map(engine -> reads(engine, current)
                        ? Optional.<String>empty()
                        : Optional.of(strange(current, engine, region)))
                .orElseGet(() -> Optional.of(missing(offer, region, wanted.get())));
    }

    /** Whether a cluster that runs one server can be upgraded to the other. */
    public static boolean leads(Engine older, Engine newer) {
        return newer.parsed().isNewerThan(older.parsed()) && reads(newer, older);
    }

    /** Whether a server reads the data of an older one, which their numbers alone do not tell. */
    private static boolean reads(Engine newer, Engine older) {
        return newer.name().equals(older.name())
                || newer.name().equals(VALKEY) && !older.parsed().isNewerThan(LAST_COMMON);
    }

    private static String strange(Engine current, Engine wanted, Region region) {
        return "version must be one that reads the data of %s %s, and %s %s does not: %s"
                .formatted(current.name(), current.version(), wanted.name(), wanted.version(), choices(region));
    }

    private static String missing(Offer offer, Region region, Version wanted) {
        boolean exists = offer.catalogue().release(wanted).isPresent()
                || offer.regions().stream()
                        .anyMatch(other -> other.engine(wanted).isPresent());
        return exists
                ? "version %s cannot run in region %s: %s; those who run keydesk can offer it there"
                        .formatted(wanted, region.name(), choices(region))
                : "version %s is not known: %s; GET /v1/versions tells of each".formatted(wanted, choices(region));
    }

    /** What the cluster could be upgraded to. */
    private static String choices(Region region) {
        var current = region.engine();
        var newer = region.engines().stream()
                .filter(engine -> current == null || engine.parsed().isNewerThan(current.parsed()))
                .filter(engine -> current == null || reads(engine, current))
                .map(Engine::version)
                .collect(Collectors.joining(", "));
        return newer.isEmpty() ? "region %s has none that is newer".formatted(region.name()) : "choose from " + newer;
    }

    @Override
    public Optional<ClusterId> cluster() {
        return Optional.of(clusterId);
    }

    @Override
    public DesiredState effectOn(Optional<DesiredState> current, Offer offer) {
        return current.orElseThrow().withVersion(version);
    }

    /** Whether somebody with that right has forced it. */
    public boolean isForced() {
        return urgent != null;
    }

    @Override
    public boolean canBeUndone() {
        return false;
    }

    @Override
    public String summary() {
        return "Upgrade to version " + version;
    }
}
