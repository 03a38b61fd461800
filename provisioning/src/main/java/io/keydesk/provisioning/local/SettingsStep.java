package io.keydesk.provisioning.local;

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
record SettingsStep() implements Step {

    @Override
    public String phrase() {
        return "Comparing the settings of all nodes";
    }

    @Override
    public Result take(Run run) {
        var desired = run.desiredDirectives();
        boolean changed = !run.storedDirectives().equals(desired);
        var view = run.look();
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
        var refused = new LiveChange(run.client()).apply(live);
        if (refused.isPresent()) {
            return new Failed(
                    refused.get().retryable() ? "NodeSilent" : "SettingRefused",
                    "%s: the server says \"%s\"; nothing was changed"
                            .formatted(refused.get().setting(), refused.get().words()),
                    refused.get().retryable());
        }
        if (!live.isEmpty()) {
            run.changed();
        }
        if (!live.isEmpty() && Deviation.in(run.look(), desired).stream().anyMatch(left -> !left.needsRestart())) {
            return new Waiting("Reading the settings back");
        }
        if (changed) {
            CrashPoint.SETTINGS_CHANGED.reached();
            PrivateFiles.write(run.folder().directives(), desired.render());
            FilesStep.writeUsers(run);
        } else {
            live.forEach(
                    deviation -> run.cluster().tell("drift-repaired", Sentences.capitalised(deviation.describe())));
        }
        var stale = stale(run, view, deviations);
        return stale.isEmpty() ? new Done() : new Roll(run).next(view, stale);
    }

    private static List<Roll.Stale> stale(Run run, ClusterView view, List<Deviation> deviations) {
        boolean planned = run.record().revision() != run.desired().revision();
        var different = deviations.stream()
                .filter(Deviation::needsRestart)
                .map(deviation -> new Roll.Stale(
                        deviation.member(),
                        planned ? "with its new configuration" : "because " + deviation.describe()));
        var homeless = Homeless.in(view).stream().map(member -> new Roll.Stale(member, Roll.NO_FOLDER));
        return Stream.concat(different, homeless).toList();
    }
}
