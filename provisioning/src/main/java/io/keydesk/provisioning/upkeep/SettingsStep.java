package io.keydesk.provisioning.upkeep;

import io.keydesk.provisioning.node.Deviation;
import io.keydesk.provisioning.node.LiveChange;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.service.crash.CrashPoint;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What nodes are told: live where that is possible, and kept for their next start only when every node has taken it; then,
 * for the rest, node by node with a restart.
 */
public record SettingsStep() implements Step<Site> {

    @Override
    public String phrase() {
        return "Comparing the settings of all nodes";
    }

    @Override
    public Result take(Site site) {
        var desired = site.desiredDirectives();
        boolean changed = !site.storedDirectives().equals(desired);
        var view = site.look();
        var deviations = Deviation.in(view, desired);
        int databases = desired.databases();
        boolean tooMany = view.members().stream()
                .flatMap(member -> view.node(member.index()).stream())
                .anyMatch(state -> state.highestDatabase() >= databases);
        if (tooMany) {
            return new Failed(
                    "SettingRefused",
                    "databases: a database above number %d holds keys; remove them first".formatted(databases - 1),
                    false);
        }
        var live = deviations.stream()
                .filter(Predicate.not(Deviation::needsRestart))
                .toList();
        var refused = new LiveChange(site.client()).apply(live);
        if (refused.isPresent()) {
            return new Failed(
                    refused.get().retryable() ? "NodeSilent" : "SettingRefused",
                    "%s: the server says \"%s\"; nothing was changed"
                            .formatted(refused.get().setting(), refused.get().words()),
                    refused.get().retryable());
        }
        if (!live.isEmpty()) {
            site.changed();
        }
        if (!live.isEmpty() && Deviation.in(site.look(), desired).stream().anyMatch(left -> !left.needsRestart())) {
            return new Waiting("Reading the settings back");
        }
        if (changed) {
            new LiveChange(site.client()).offer(Deviation.unchecked(view, desired));
            CrashPoint.SETTINGS_CHANGED.reached();
            site.keepDirectives();
        } else {
            live.forEach(
                    deviation -> site.notebook().tell("drift-repaired", Sentences.capitalised(deviation.describe())));
        }
        var stale = stale(site, view, deviations);
        return stale.isEmpty() ? new Done() : new Roll(site).next(view, stale);
    }

    private static List<Roll.Stale> stale(Site site, ClusterView view, List<Deviation> deviations) {
        var different = deviations.stream()
                .filter(Deviation::needsRestart)
                .map(deviation -> new Roll.Stale(
                        deviation.member(),
                        site.isApplied() ? "because " + deviation.describe() : "with its new configuration"));
        return Stream.concat(different, site.stale(view).stream()).toList();
    }
}
