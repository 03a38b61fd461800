package io.keydesk.provisioning.local;

import io.keydesk.provisioning.local.Slot.Kind;
import io.keydesk.provisioning.node.Directive;
import io.keydesk.provisioning.node.Directive.Effect;
import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.provisioning.PlannedObject.Action;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a run would touch, told from the files.
 *
 * @param here whether the files are on this machine; if not, only what touches all of them can be told
 */
record PlannedChanges(Run run, boolean here) {

    private static final String CONFIG_MAP = "connection/configmap.yaml";
    private static final String NETWORK_POLICY = "connection/networkpolicy.yaml";

    List<PlannedObject> objects() {
        if (!here) {
            return unseen();
        }
        if (run.desired().state().deleted()) {
            return run.hasFiles() ? everything(Action.DELETE) : List.of();
        }
        if (run.hasFiles() && run.desired().state().poweredOff()) {
            return processes(run.cluster()::runs, Action.DELETE);
        }
        return run.hasFiles() ? changes() : everything(Action.CREATE);
    }

    private List<PlannedObject> processes(Predicate<Slot> which, Action action) {
        return Stream.of(Kind.values())
                .flatMap(kind -> Slot.all(kind).stream())
                .filter(which)
                .map(slot -> process(slot, action))
                .toList();
    }

    private List<PlannedObject> unseen() {
        if (run.desired().state().deleted()) {
            return everything(Action.DELETE);
        }
        return run.desired().revision() == 1 ? everything(Action.CREATE) : List.of();
    }

    private List<PlannedObject> everything(Action action) {
        var objects = new ArrayList<PlannedObject>();
        objects.addAll(processes(_ -> true, action));
        Stream.of("valkey.conf", "secrets", CONFIG_MAP, NETWORK_POLICY)
                .forEach(file -> objects.add(file(file, action)));
        return objects;
    }

    private List<PlannedObject> changes() {
        var objects = new ArrayList<PlannedObject>();
        boolean off = Stream.of(Kind.values())
                .allMatch(kind -> run.cluster().missing(kind).size() == Layout.MEMBERS);
        if (off) {
            objects.addAll(processes(_ -> true, Action.CREATE));
        }
        var different = new HashSet<>(run.lastingDirectives().all());
        different.removeAll(run.storedDirectives().all());
        if (!off && run.isUpgrade()) {
            objects.addAll(processes(_ -> true, Action.CHANGE));
        } else if (!off && different.stream().map(Directive::effect).anyMatch(Effect.RESTART::equals)) {
            Slot.all(Kind.NODE).forEach(slot -> objects.add(process(slot, Action.CHANGE)));
        }
        if (!different.isEmpty()) {
            objects.add(file("valkey.conf", Action.CHANGE));
        }
        if (run.secrets().generation() < run.desired().state().generation()) {
            objects.add(file("secrets", Action.CHANGE));
        }
        if (!PublishStep.isConfigMapPublished(run)) {
            objects.add(file(CONFIG_MAP, Action.CHANGE));
        }
        if (!PublishStep.isPolicyPublished(run)) {
            objects.add(file(NETWORK_POLICY, Action.CHANGE));
        }
        return objects;
    }

    private PlannedObject process(Slot slot, Action action) {
        return new PlannedObject("process", "%s, %s".formatted(run.desired().name(), slot.label()), action);
    }

    private static PlannedObject file(String name, Action action) {
        return new PlannedObject("file", name, action);
    }
}
