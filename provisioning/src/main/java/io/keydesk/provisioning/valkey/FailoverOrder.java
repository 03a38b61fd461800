package io.keydesk.provisioning.valkey;

import static io.keydesk.service.connection.Connection.PRIMARY_NAME;

import java.util.List;

/** Has a Sentinel replace the primary without waiting for it to be found down. */
public final class FailoverOrder {

    /** What came of it. */
    public enum Reply {
        ORDERED,
        /** One is under way already. */
        UNDER_WAY,
        /** No Sentinel could do it now, for example because no replica is fit to be promoted. */
        NOT_NOW
    }

    private FailoverOrder() {}

    /** Asks one Sentinel after the other until one takes it; two at once would each start one. */
    public static Reply give(List<Member> members, Presence presence, Login ops) {
        for (var member : members) {
            if (!presence.hasSentinel(member.index())) {
                continue;
            }
            try (var connection = AdminConnection.open(member.sentinel(), ops)) {
                connection.ask("SENTINEL", "FAILOVER", PRIMARY_NAME);
                return Reply.ORDERED;
            } catch (Refusal refusal) {
                if (refusal.words().startsWith("INPROG")) {
                    return Reply.UNDER_WAY;
                }
            } catch (NoAnswer silent) {
                continue;
            }
        }
        return Reply.NOT_NOW;
    }
}
