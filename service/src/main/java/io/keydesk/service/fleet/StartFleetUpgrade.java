package io.keydesk.service.fleet;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Named;
import io.keydesk.service.catalogue.Version;
import io.keydesk.service.desk.Texts;
import io.keydesk.service.ticket.UpgradeVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What an admin asks for.
 *
 * @param environments labels, one at least, in whatever order
 */
public record StartFleetUpgrade(
        String version, String reason, List<String> environments, int concurrency, boolean urgent) {

    /** How many clusters are upgraded at once where nothing else is asked for. */
    public static final int USUAL_CONCURRENCY = 5;

    /** Each of them rolls three nodes; more at once than this is no wave any more. */
    public static final int MOST_CONCURRENCY = 50;

    /** The environments that are meant where nothing else is asked for. */
    public static final List<String> EVERYWHERE =
            Arrays.stream(Environment.values()).map(Environment::label).toList();

    public StartFleetUpgrade {
        environments = List.copyOf(environments);
    }

    List<FieldError> errors() {
        var errors = new ArrayList<FieldError>();
        if (Version.find(version).isEmpty()) {
            errors.add(new FieldError(
                    "version", "version must be a version such as 8.1.4; GET /v1/versions lists those that run"));
        }
        reasonError().ifPresent(errors::add);
        boolean isRepeated = environments.stream().distinct().count() < environments.size();
        if (environments.isEmpty() || !EVERYWHERE.containsAll(environments) || isRepeated) {
            errors.add(new FieldError(
                    "environments",
                    "environments must name one of %s at least, and each once at most; leave it out for all"
                            .formatted(Named.labels(Environment.class))));
        }
        if (concurrency < 1 || concurrency > MOST_CONCURRENCY) {
            errors.add(new FieldError(
                    "concurrency", "concurrency must be from 1 to %d clusters at a time".formatted(MOST_CONCURRENCY)));
        }
        return errors;
    }

    /** What would be refused of each ticket, which gives the tenant this reason. */
    private Optional<FieldError> reasonError() {
        return reason.length() > UpgradeVersion.LONGEST_REASON
                ? Optional.of(new FieldError(
                        "reason",
                        "reason must tell the tenants why, in %d characters at most"
                                .formatted(UpgradeVersion.LONGEST_REASON)))
                : Texts.error("reason", reason, UpgradeVersion.LONGEST_REASON);
    }

    /** Those that are meant, in the order of their waves. */
    List<Environment> waves() {
        return Arrays.stream(Environment.values())
                .filter(environment -> environments.contains(environment.label()))
                .toList();
    }
}
