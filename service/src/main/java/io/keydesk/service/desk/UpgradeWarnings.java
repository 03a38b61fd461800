package io.keydesk.service.desk;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Release;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.ticket.Preview.VersionChange;
import io.keydesk.service.ticket.UpgradeVersion;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

/** What to think about before a cluster gets a newer server. */
record UpgradeWarnings(Catalogue catalogue, Cluster cluster, LocalDate today) {

    /** How long before the end of its support a version is not worth an upgrade without a thought. */
    private static final Period SOON = Period.ofMonths(6);

    List<String> of(UpgradeVersion request, VersionChange change) {
        var warnings = new ArrayList<String>();
        warnings.add("There is no way back to %s: an older server cannot read what a newer one has written."
                .formatted(change.from()));
        if (change.isAheadOfStaging()) {
            warnings.add("Staging is behind: the tenant's clusters of purpose %s there run %s at most."
                    .formatted(cluster.purpose().label(), change.staging()));
        }
        catalogue
                .release(Version.parse(change.to()))
                .map(Release::supportedUntil)
                .filter(end -> end.isBefore(today.plus(SOON)))
                .ifPresent(end -> warnings.add(
                        end.isBefore(today)
                                ? "Version %s has not been maintained since %s.".formatted(change.to(), end)
                                : "Version %s is maintained until %s only.".formatted(change.to(), end)));
        if (request.isForced()) {
            warnings.add("An admin forces it, without anybody's approval: " + request.urgent());
        }
        if (cluster.environment() == Environment.PRODUCTION) {
            warnings.add("This is a production cluster.");
        }
        return warnings;
    }
}
