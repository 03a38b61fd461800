package io.keydesk.provisioning.valkey;

import static io.keydesk.service.connection.Connection.PRIMARY_NAME;

import io.keydesk.service.crash.CrashPoint;
import java.util.List;

/**
 * Has a Sentinel replace a primary without waiting for it to be found down.
 *
 * @param primary the one to replace
 * @param presence which Sentinels can be asked
 */
public record FailoverOrder(Member primary, Presence presence, AdminClient client) {

    /** What came of it. */
    public enum Reply {
        ORDERED,
        /** One is under way already, or just over. */
        UNDER_WAY,
        /** No Sentinel could do it now, for example because no replica is fit to be promoted. */
        NOT_NOW
    }

    /** Asks one Sentinel after the other until one takes it; two at once would each start one. */
    public Reply give(List<Member> members) {
        for (var member : members) {
            if (member.equals(primary) || !presence.hasSentinel(member.index())) {
                continue;
            }
            var reply = ask(member.sentinel());
            if (reply != Reply.NOT_NOW) {
                return reply;
            }
        }
        return Reply.NOT_NOW;
    }

    /** One that names another node by now has failed over; it would replace that one, with all it was sent since. */
    private Reply ask(Address sentinel) {
        try (var connection = client.open(sentinel)) {
            var named = ClusterSurvey.address(connection.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", PRIMARY_NAME));
            if (!primary.node().equals(named)) {
                return Reply.UNDER_WAY;
            }
            connection.ask("SENTINEL", "FAILOVER", PRIMARY_NAME);
            CrashPoint.FAILOVER_ORDERED.reached();
            return Reply.ORDERED;
        } catch (Refusal refusal) {
            return refusal.words().startsWith("INPROG") ? Reply.UNDER_WAY : Reply.NOT_NOW;
        } catch (NoAnswer silent) {
            return Reply.NOT_NOW;
        }
    }
}
