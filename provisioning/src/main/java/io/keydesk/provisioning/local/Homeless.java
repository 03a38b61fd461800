package io.keydesk.provisioning.local;

import io.keydesk.provisioning.upkeep.Roll.Stale;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.NodeState;
import java.util.List;

/** Nodes whose data folder was deleted under them: they can neither save nor receive a full copy until they start again. */
record Homeless(Run run) {

    /** What a node calls its folder; empty if that is gone. */
    static final String FOLDER = "dir";

    static List<Stale> in(ClusterView view) {
        return view.members().stream()
                .filter(member -> view.node(member.index())
                        .filter(state -> "".equals(state.configuration().get(FOLDER)))
                        .isPresent())
                .map(member -> new Stale(member, "because its data folder was deleted"))
                .toList();
    }

    /** A replica that has no link may wait for it for ever; who has one waits for its turn. */
    void endUnlinked() {
        var view = run.look();
        var stuck = in(view).stream()
                .filter(node -> run.isCopy(node.member().index()))
                .filter(node -> view.node(node.member().index())
                        .filter(NodeState::isLinked)
                        .isEmpty())
                .toList();
        if (!stuck.isEmpty()) {
            stuck.forEach(node -> run.notebook().tell("node-restarting", node.sentence()));
            run.changed();
            var slots =
                    stuck.stream().map(node -> Slot.node(node.member().index())).toList();
            new Shutdown(run.cluster()).these(slots, Shutdown.QUICK);
        }
    }
}
