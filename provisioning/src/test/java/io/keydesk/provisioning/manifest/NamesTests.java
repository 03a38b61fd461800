package io.keydesk.provisioning.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keydesk.service.connection.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {

    private final String longest = "a".repeat(Names.LONGEST_BASE);

    @Test
    void takesTheLongestNameOfAClusterWithASuffix() {
        assertThat(Names.LONGEST_BASE).isEqualTo(40 + "-1234567".length());
    }

    @Test
    void leavesRoomForTheHashInTheLabelOfAPod() {
        assertThat(new Names(longest).nodes() + "-5d6f7d8c9f").hasSize(63);
    }

    @Test
    void staysWithinTheLabelsOfDns() {
        var names = new Names(longest);

        assertThat(new String[] {
                    names.node(2),
                    names.addresses(),
                    names.scripts(),
                    names.auth(),
                    names.ops(),
                    names.sentinels(),
                    names.primary(),
                    names.replicas()
                })
                .allSatisfy(name ->
                        assertThat(name).matches("[a-z]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(63));
    }

    @Test
    void leavesRoomForTheAccessLabel() {
        assertThat(Connection.accessLabel("elastisys.io", "a".repeat(40)).substring("elastisys.io/".length()))
                .hasSizeLessThanOrEqualTo(63);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Orders", "orders_cache", "-orders", "orders-", "orders.cache", "bücher"})
    void refusesWhatIsNoDnsLabel(String base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Names(base))
                .withMessageContaining("must be a DNS label")
                .withMessageEndingWith("\"%s\"", base);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Names(longest + "a"))
                .withMessageContaining("at most 48 characters");
    }
}
