package io.keydesk.provisioning.upkeep;

import io.keydesk.provisioning.valkey.FailoverOrder;
import io.keydesk.provisioning.valkey.Member;

/** Has a Sentinel replace the primary at once: one that is dead, or says that it is none. */
public record Failover(Site site) {

    /** @param sentence why, for the timeline; it is not told while an earlier order is at work, for then none is given */
    public void order(Member primary, String sentence) {
        var notebook = site.notebook();
        if (site.look().isFailingOver() || !notebook.mayOrderFailover()) {
            return;
        }
        var order = new FailoverOrder(primary, site.presence(), site.client());
        if (order.give(site.members()) == FailoverOrder.Reply.ORDERED) {
            notebook.orderedFailover();
            notebook.tell("failover-ordered", sentence);
        }
    }
}
