package io.keydesk.provisioning.upkeep;

import static io.keydesk.service.connection.Connection.PRIMARY_NAME;

import io.keydesk.provisioning.node.Exchange.Stage;
import io.keydesk.provisioning.node.Exchange.Times;
import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NoAnswer;
import io.keydesk.provisioning.valkey.Refusal;
import io.keydesk.service.cluster.Rotation;
import io.keydesk.service.connection.Connection;
import io.keydesk.service.crash.CrashPoint;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * New passwords without a failed login: all nodes and Sentinels accept both, then all use the new ones, then these are
 * published, and only at the end of the overlap the old ones are refused. What cannot be done because somebody does not answer
 * is done at a later look: who is silent is healed by other steps. Before the users are compared: none of this is drift.
 */
public record RotateStep() implements Step<Site> {

    @Override
    public String phrase() {
        return "Exchanging passwords";
    }

    @Override
    public Result take(Site site) {
        if (!site.desired().state().poweredOff()) {
            begin(site);
        }
        end(site);
        return new Done();
    }

    private static void begin(Site site) {
        var secrets = site.secrets();
        int wanted = site.desired().state().generation();
        if (secrets.stage() == Stage.DONE && secrets.generation() < wanted) {
            site.keep(secrets.exchangedFor(wanted));
            CrashPoint.PASSWORDS_MADE.reached();
        }
        if (site.secrets().stage() == Stage.MADE && areUsersSet(site)) {
            CrashPoint.PASSWORDS_ACCEPTED.reached();
            site.keep(site.secrets().used());
        }
        if (site.secrets().stage() == Stage.USED && areUsersSet(site) && areSentinelsTold(site)) {
            CrashPoint.PASSWORDS_USED.reached();
            site.keep(site.secrets().at(Stage.TOLD));
        }
    }

    private static void end(Site site) {
        var times = times(site);
        if (times.isEmpty()) {
            return;
        }
        var now = site.notebook().now();
        boolean off = site.desired().state().poweredOff();
        if (site.secrets().stage() == Stage.PUBLISHED
                && !now.isBefore(times.get().oldUntil())) {
            site.keep(site.secrets().at(Stage.CLOSING));
        }
        if (site.secrets().stage() == Stage.CLOSING && (off || isOldRefused(site))) {
            CrashPoint.OLD_PASSWORD_ENDED.reached();
            site.keep(site.secrets().at(Stage.LEAVING));
        }
        boolean due = !now.isBefore(times.get().innerUntil());
        // Whoever was started meanwhile may have been told an old one.
        if (site.secrets().stage() == Stage.LEAVING && due && (off || areUsersSet(site) && areSentinelsTold(site))) {
            site.keep(site.secrets().at(Stage.DONE));
            if (!off) {
                areUsersSet(site);
            }
        }
    }

    private static Optional<Times> times(Site site) {
        return Optional.ofNullable(site.secrets().exchange())
                .flatMap(exchange -> Optional.ofNullable(exchange.times()));
    }

    /**
     * To be called when the new password is where applications read it: from then on the overlap counts.
     *
     * @return what there is to do before the revision is applied; nothing if it is
     */
    public static Optional<Result> published(Site site) {
        var secrets = site.secrets();
        var state = site.desired().state();
        if (state.poweredOff()) {
            return Optional.empty();
        }
        if (secrets.generation() < state.generation() || secrets.stage().compareTo(Stage.TOLD) < 0) {
            return Optional.of(new Waiting("Waiting until all nodes and Sentinels take the new passwords"));
        }
        if (secrets.stage() == Stage.TOLD) {
            var overlap = rotation(site).map(Rotation::overlap).orElse(Duration.ZERO);
            site.keep(secrets.published(now(site), overlap, site.outdated()));
            return overlap.isZero() ? Optional.of(new Acted()) : Optional.empty();
        }
        boolean ends = secrets.stage().compareTo(Stage.LEAVING) < 0
                && times(site)
                        .filter(times -> !site.notebook().now().isBefore(times.oldUntil()))
                        .isPresent();
        return ends ? Optional.of(new Waiting("Waiting until all nodes refuse the old password")) : Optional.empty();
    }

    /** As exact as a timeline shows it. */
    private static Instant now(Site site) {
        return site.notebook().now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What was asked for with the passwords that are coming, or have come. */
    private static Optional<Rotation> rotation(Site site) {
        return Optional.ofNullable(site.desired().state().rotation())
                .filter(rotation -> rotation.generation() == site.secrets().generation());
    }

    /** Whether every node and Sentinel has the users, and every node the login, that follow from the passwords by now. */
    private static boolean areUsersSet(Site site) {
        var drifts = site.drifts().in(site.look());
        drifts.forEach(drift -> DriftStep.repair(site, drift));
        if (!drifts.isEmpty()) {
            site.changed();
        }
        return isComplete(site.look()) && site.drifts().in(site.look()).isEmpty();
    }

    private static boolean isComplete(ClusterView view) {
        return view.members().stream()
                .allMatch(member -> view.node(member.index()).isPresent()
                        && view.sentinels().get(member.index()).isPresent());
    }

    /** A Sentinel connects anew to all that it knows, which takes it less than a second, and writes what it is told down. */
    private static boolean areSentinelsTold(Site site) {
        var password = site.secrets().sentinel().value();
        for (var member : site.members()) {
            try (var connection = site.client().open(member.sentinel())) {
                // Told last, it tells that the other was told too.
                if (connection.ask("SENTINEL", "CONFIG", "GET", "sentinel-pass") instanceof List<?> pair
                        && pair.contains(password)) {
                    continue;
                }
                connection.ask("SENTINEL", "SET", PRIMARY_NAME, "auth-pass", password);
                connection.ask("SENTINEL", "CONFIG", "SET", "sentinel-pass", password);
                site.changed();
            } catch (NoAnswer | Refusal e) {
                return false;
            }
        }
        return true;
    }

    /** Whether no node lets the application in by its old password; nor has let it in by that, if those are to be closed. */
    private static boolean isOldRefused(Site site) {
        boolean close = rotation(site).filter(Rotation::closeOldConnections).isPresent();
        return areUsersSet(site)
                && (!close || site.members().stream().map(Member::node).allMatch(node -> close(site, node)));
    }

    private static boolean close(Site site, Address node) {
        try (var connection = site.client().open(node)) {
            connection.ask("CLIENT", "KILL", "USER", Connection.USERNAME);
            return true;
        } catch (NoAnswer | Refusal e) {
            return false;
        }
    }
}
