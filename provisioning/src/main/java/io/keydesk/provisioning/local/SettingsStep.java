package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Deviation;
import io.keydesk.provisioning.node.LiveChange;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.UserReset;
import io.keydesk.service.connection.Connection;
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
        var refused = new LiveChange(run.secrets().opsLogin()).apply(live);
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
        close(run, view);
        if (changed) {
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

    /** A node that lets in who has no password was told so by hand. */
    private static void close(Run run, ClusterView view) {
        var application = PrivateFiles.read(run.folder().users()).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("user " + Connection.USERNAME + " "))
                .toList();
        var reset = new UserReset(run.secrets().opsLogin());
        view.members().stream()
                .filter(member -> view.node(member.index())
                        .filter(state -> !state.closed())
                        .isPresent())
                .filter(member -> application.stream().anyMatch(line -> reset.of(member, line)))
                .forEach(member -> {
                    run.changed();
                    run.cluster()
                            .tell(
                                    "drift-repaired",
                                    "%s let in whoever had no password"
                                            .formatted(Sentences.capitalised(Member.name(member.index()))));
                });
    }
}
