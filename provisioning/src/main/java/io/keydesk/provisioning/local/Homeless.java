package io.keydesk.provisioning.local;

import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeState;
import java.util.List;

/** Nodes whose data folder was deleted under them: they can neither save nor receive a full copy until they start again. */
record Homeless(Run run) {

    /** What a node calls its folder; empty if that is gone. */
    static final String FOLDER = "dir";

    static List<Member> in(ClusterView view) {
        return view.members().stream()
                .filter(member -> view.node(member.index())
                        .filter(state -> "".equals(state.configuration().get(FOLDER)))
                        .isPresent())
                .toList();
    }

    /** A replica that has no link may wait for it for ever; who has one waits for its turn. */
    void endUnlinked() {
        var view = run.look();
        var stuck = in(view).stream()
                .filter(member -> run.isCopy(member.index()))
                .filter(member ->
                        view.node(member.index()).filter(NodeState::isLinked).isEmpty())
                .map(member -> Slot.node(member.index()))
                .toList();
        if (!stuck.isEmpty()) {
            stuck.forEach(slot -> run.cluster().tell("node-restarting", Roll.sentence(slot.index(), Roll.NO_FOLDER)));
            run.changed();
            new Shutdown(run.cluster()).these(stuck, Shutdown.QUICK);
        }
    }
}
