package io.keydesk.provisioning.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterViewTests {

    private final Views seen = new Views();

    @Test
    void presumesThatThePrimaryIsWhomMostSentinelsName() {
        seen.dead(1).voting(0, node(1), Map.of()).voting(1, node(1), Map.of());

        assertThat(presumed()).hasValue(1);
    }

    @Test
    void presumesNobodyWhoCallsItselfAReplica() {
        seen.named(1);

        assertThat(presumed()).hasValue(0);
    }

    @Test
    void presumesThatTheOnlyPrimaryIsIt() {
        seen.following(0, 2, Map.of()).leading(2);
        seen.voting(0, null, Map.of()).voting(1, node(0), Map.of()).voting(2, null, Map.of());

        assertThat(presumed()).hasValue(2);
    }

    @Test
    void presumesWhatASingleSentinelKnowsWhereNodesDisagree() {
        seen.leading(2).voting(0, null, Map.of()).voting(1, null, Map.of());

        assertThat(presumed()).hasValue(0);
    }

    @Test
    void presumesNothingWhereNobodyKnows() {
        seen.dead(0).silentSentinel(0).silentSentinel(1).silentSentinel(2);

        assertThat(presumed()).isEmpty();
    }

    private Optional<Integer> presumed() {
        return seen.view().presumedPrimary().map(Member::index);
    }

    private static Address node(int index) {
        return Views.members().get(index).node();
    }
}
