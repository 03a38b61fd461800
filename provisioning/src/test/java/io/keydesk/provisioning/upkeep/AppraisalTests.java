package io.keydesk.provisioning.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.provisioning.valkey.Views;
import io.keydesk.service.cluster.Condition;
import io.keydesk.service.cluster.Condition.Type;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AppraisalTests {

    private static final String CLOSED = "Nothing else gets through.";

    private final Views seen = new Views();

    @Test
    void tellsWhatNodesAndSentinelsSayOfThemselves() {
        assertThat(appraisal().conditions())
                .extracting(Condition::type)
                .containsExactly(
                        Type.QUORUM_HEALTHY, Type.PRIMARY_AGREED, Type.REPLICAS_IN_SYNC, Type.SETTINGS_APPLIED);
        assertThat(appraisal().conditions()).allMatch(Condition::holds);
    }

    @Test
    void tellsThreeDifferencesAndHowManyThereAreBesides() {
        seen.saying(0, configured(Map.of("repl-timeout", "60", "min-replicas-to-write", "0")))
                .saying(1, configured(Map.of("repl-timeout", "61", "masteruser", "nobody")));

        assertThat(settingsApplied())
                .isEqualTo("FALSE Different: Node 1 has masteruser nobody instead of _replication;"
                        + " node 0 has min-replicas-to-write 0 instead of 1;"
                        + " node 0 has repl-timeout 60 instead of 15; and 1 more.");
    }

    @Test
    void knowsNothingOfTheSettingsOfWhoIsSilent() {
        seen.dead(1).silentSentinel(2);

        assertThat(settingsApplied()).isEqualTo("UNKNOWN NoAnswer: No answer comes from node 1, Sentinel 2.");
    }

    @Test
    void tellsWhoLetsAnybodyIn() {
        seen.saying(0, access(false, "")).saying(1, access(true, "CONFIG GET dir"));

        assertThat(appraisal().accessOpen().map(AppraisalTests::inWords))
                .hasValue("FALSE PasswordNotAsked: No password is asked by node 0.");
    }

    @Test
    void tellsWhatTheApplicationMayDoToo() {
        seen.saying(1, access(true, "CONFIG GET dir"));

        assertThat(appraisal().accessOpen().map(AppraisalTests::inWords))
                .hasValue("FALSE CommandsNotRefused: Node 1 lets the application run CONFIG GET dir.");
    }

    @Test
    void callsAccessClosedOnlyWhereEveryNodeAnswers() {
        assertThat(appraisal().accessOpen()).isEmpty();
        assertThat(inWords(appraisal().accessClosed(CLOSED))).isEqualTo("TRUE PasswordAsked: " + CLOSED);

        seen.dead(2);
        assertThat(inWords(appraisal().accessClosed(CLOSED)))
                .isEqualTo("UNKNOWN NoAnswer: No answer comes from node 2.");
    }

    private String settingsApplied() {
        return inWords(appraisal().conditions().getLast());
    }

    private Appraisal appraisal() {
        return new Appraisal(new TestSite(Clock.systemUTC()), seen.view(), Instant.EPOCH);
    }

    private static UnaryOperator<NodeState> configured(Map<String, String> configuration) {
        return said -> new NodeState(said.role(), said.info(), configuration, said.users(), said.access());
    }

    private static UnaryOperator<NodeState> access(boolean closed, String reach) {
        return said -> new NodeState(
                said.role(), said.info(), said.configuration(), said.users(), new NodeState.Access(closed, reach));
    }

    private static String inWords(Condition condition) {
        return "%s %s: %s".formatted(condition.status(), condition.reason(), condition.message());
    }
}
