package io.keydesk.provisioning.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Type;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HealthTests {

    private static final Address STRANGER = new Address("10.0.0.1", 6379);

    static Stream<Arguments> quorum() {
        return Stream.of(
                Arguments.of(new Views(), "TRUE QuorumReached"),
                Arguments.of(new Views().silentSentinel(1), "FALSE SentinelSilent: No answer comes from Sentinel 1."),
                Arguments.of(
                        new Views().sentinelSaying(2, said -> verdict(said, "NOQUORUM 1 usable Sentinels.")),
                        "FALSE QuorumMissing: Sentinel 2 says \"NOQUORUM 1 usable Sentinels.\"."),
                Arguments.of(
                        new Views().voting(0, node(0), Map.of("num-other-sentinels", "1")),
                        "FALSE SentinelsUnknown: Sentinel 0 knows 1 other Sentinels instead of 2."),
                Arguments.of(
                        new Views().sentinelSaying(1, said -> knowing(said, Set.of(node(1)))),
                        "FALSE ReplicasUnknown: Sentinel 1 does not know node 2 as a replica."));
    }

    static Stream<Arguments> primary() {
        return Stream.of(
                Arguments.of(
                        new Views(), "TRUE Agreed: All Sentinels name node 0, and it says that it is the primary."),
                Arguments.of(
                        new Views().silentSentinel(0).silentSentinel(1).silentSentinel(2),
                        "UNKNOWN SentinelsSilent: No Sentinel answers."),
                Arguments.of(
                        new Views().voting(1, STRANGER, Map.of()),
                        "FALSE StrangerNamed: Sentinel 1 names 10.0.0.1:6379, which is no node of this cluster."),
                Arguments.of(
                        new Views().silentSentinel(0).silentSentinel(1).voting(2, null, Map.of()),
                        "FALSE NobodyNamed: No Sentinel names a primary."),
                Arguments.of(
                        new Views().voting(1, node(2), Map.of()),
                        "FALSE Disagreement: The Sentinels name node 0 and node 2."),
                Arguments.of(new Views().dead(0), "FALSE PrimaryDead: The Sentinels name node 0, which does not run."),
                Arguments.of(
                        new Views().silent(0, ""),
                        "FALSE PrimarySilent: The Sentinels name node 0, which does not answer."),
                Arguments.of(
                        new Views().silent(0, "WRONGPASS invalid"),
                        "FALSE PrimarySilent: The Sentinels name node 0, which does not let keydesk in."),
                Arguments.of(
                        new Views().following(0, 1, Map.of()),
                        "FALSE NotPrimary: The Sentinels name node 0, which says that it is no primary."),
                Arguments.of(
                        new Views().leading(2),
                        "FALSE TwoPrimaries: The Sentinels name node 0, but node 2 says that it is the primary too."),
                Arguments.of(new Views().silentSentinel(2), "FALSE VotesMissing: No primary is named by Sentinel 2."),
                Arguments.of(
                        new Views().voting(1, node(0), Map.of("flags", "s_down,o_down,master")),
                        "FALSE PrimarySuspected: Sentinel 1 says of node 0: s_down, o_down."),
                Arguments.of(
                        new Views().voting(1, node(0), Map.of("flags", "master,failover_in_progress")),
                        "FALSE FailoverUnderWay: Sentinel 1 says of node 0: failover_in_progress."));
    }

    static Stream<Arguments> replicas() {
        return Stream.of(
                Arguments.of(new Views(), "TRUE InSync"),
                Arguments.of(new Views().dead(0), "UNKNOWN NoPrimary"),
                Arguments.of(new Views().leading(1), "UNKNOWN NoPrimary"),
                Arguments.of(new Views().silentSentinel(2), "TRUE InSync"),
                Arguments.of(new Views().dead(1), "FALSE ReplicaDead: Node 1 does not run."),
                Arguments.of(new Views().silent(2, ""), "FALSE ReplicaSilent: Node 2 does not answer."),
                Arguments.of(
                        new Views().following(1, 2, Map.of()), "FALSE FollowsAnother: Node 1 does not follow node 0."),
                Arguments.of(
                        new Views().following(1, 0, Map.of("master_sync_in_progress", "1")),
                        "FALSE Copying: Node 1 is copying all data of the primary."),
                Arguments.of(
                        new Views()
                                .following(2, 0, Map.of("master_link_status", "down"))
                                .dead(1),
                        "FALSE ReplicaDead: Node 1 does not run; node 2 has no link to the primary."),
                Arguments.of(
                        new Views().following(2, 0, Map.of("slave_repl_offset", "4999")),
                        "FALSE Behind: Node 2 is linked, but still lacks at least 1 bytes"),
                Arguments.of(
                        new Views().following(2, 0, Map.of("slave_repl_offset", "1234")),
                        "FALSE Behind: Node 2 is linked, but still lacks at least 1000 bytes"),
                Arguments.of(new Views().following(2, 0, Map.of("slave_repl_offset", "5001")), "TRUE InSync"));
    }

    @ParameterizedTest
    @MethodSource("quorum")
    void tellsWhetherSentinelsReachTheirQuorum(Views seen, String expected) {
        assertThat(inWords(seen, Type.QUORUM_HEALTHY)).startsWith(expected);
    }

    @ParameterizedTest
    @MethodSource("primary")
    void comparesWhatSentinelsNameWithWhatThatNodeSays(Views seen, String expected) {
        assertThat(inWords(seen, Type.PRIMARY_AGREED)).startsWith(expected);
    }

    @ParameterizedTest
    @MethodSource("replicas")
    void comparesWhatReplicasHaveWithWhatThePrimaryHad(Views seen, String expected) {
        assertThat(inWords(seen, Type.REPLICAS_IN_SYNC)).startsWith(expected);
    }

    /** Or a cluster would be called ready that waits to settle. */
    @Test
    void holdsAllOnlyOfWhatIsSettled() {
        Stream.of(quorum(), primary(), replicas())
                .flatMap(cases -> cases)
                .map(one -> ((Views) one.get()[0]).view())
                .filter(view ->
                        new Health(view, Instant.EPOCH).conditions().stream().allMatch(Condition::holds))
                .forEach(view -> assertThat(view.isSettled()).isTrue());
    }

    private static String inWords(Views seen, Type type) {
        return new Health(seen.view(), Instant.EPOCH)
                .conditions().stream()
                        .filter(condition -> condition.type() == type)
                        .map(condition ->
                                "%s %s: %s".formatted(condition.status(), condition.reason(), condition.message()))
                        .findFirst()
                        .orElseThrow();
    }

    private static Address node(int index) {
        return Views.members().get(index).node();
    }

    private static SentinelState verdict(SentinelState said, String verdict) {
        return new SentinelState(said.names(), said.primary(), said.replicas(), said.known(), verdict, said.users());
    }

    private static SentinelState knowing(SentinelState said, Set<Address> known) {
        return new SentinelState(said.names(), said.primary(), said.replicas(), known, said.verdict(), said.users());
    }
}
