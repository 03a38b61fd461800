package io.keydesk.provisioning.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.provisioning.valkey.SentinelState;
import io.keydesk.provisioning.valkey.Views;
import io.keydesk.service.catalogue.EngineVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DriftsTests {

    private static final Dialect VALKEY = new Dialect(new EngineVersion(8, 0));
    private static final Dialect REDIS = new Dialect(new EngineVersion(7, 0));

    private final Secrets secrets = Secrets.generate();

    static Stream<Arguments> users() {
        return Stream.of(
                Arguments.of("user default on", "user default off", "the user default with other state"),
                Arguments.of("user default on #", "user default on nopass #", "the user default with other state"),
                Arguments.of("~*", "~orders:*", "the user default with other keys"),
                Arguments.of("-@admin", "", "the user default with other commands"),
                Arguments.of("-migrate", "-migrate +config", "the user default with other commands"),
                Arguments.of("user _ops on #", "user _ops on #00 #", "the user _ops with other passwords"),
                Arguments.of("&keydesk:stream", "&*", "the user _ops with other channels"),
                Arguments.of("user _exporter", "user mallory", "no user _exporter"));
    }

    @ParameterizedTest
    @MethodSource("users")
    void findsWhatIsDifferentOfAUser(String rule, String changed, String what) {
        assertThat(found(VALKEY, line -> line.replace(rule, changed))).contains("node 1 has " + what);
    }

    @Test
    void findsAUserWhomNobodyOrdered() {
        var drifts = drifts(
                VALKEY,
                line -> line.startsWith("user default")
                        ? line + "\nuser mallory on nopass sanitize-payload resetchannels -@all"
                        : line);

        assertThat(drifts).singleElement().satisfies(drift -> {
            assertThat(drift.what()).isEqualTo("a user mallory, whom nobody ordered");
            assertThat(drift.repair()).containsExactly("ACL", "DELUSER", "mallory");
        });
    }

    @Test
    void findsNothingInWhatAServerTellsInItsOwnWay() {
        assertThat(found(VALKEY, line -> line.replace(" on ", " on sanitize-payload ")))
                .isEmpty();
    }

    @Test
    void leavesTheApplicationsChannelsToTheSetting() {
        assertThat(found(VALKEY, line -> line.replace("~* resetchannels", "~* &*")))
                .isEmpty();
    }

    @Test
    void doesNotCompareCommandsThatAnOldServerPutsInItsOwnWords() {
        assertThat(found(REDIS, line -> line.replace("-migrate", ""))).isEmpty();
        assertThat(found(REDIS, line -> line.replace("~*", "~a*"))).hasSize(1);
    }

    @Test
    void setsAUserAtOnce() {
        assertThat(drifts(VALKEY, line -> line.replace("~*", "~a*")).getFirst().repair())
                .startsWith("ACL", "SETUSER", "default", "reset", "on")
                .contains("~*", "-@admin");
    }

    @Test
    void tellsNoPassword() {
        var drifts = drifts().in(new Views()
                .saying(1, said -> with(said, Map.of("masterauth", "wrong", "masteruser", "mallory")))
                .view());

        assertThat(drifts)
                .extracting(Drift::what)
                .containsExactly("masteruser mallory instead of _replication", "another masterauth");
        assertThat(drifts.toString()).doesNotContain(secrets.replication().value(), "wrong");
    }

    @Test
    void findsWhatASentinelWatchesBy() {
        var drifts = drifts().in(new Views()
                .sentinelSaying(2, said -> watching(said, Map.of("quorum", "3", "parallel-syncs", "1")))
                .view());

        assertThat(drifts).singleElement().satisfies(drift -> {
            assertThat(drift.where()).isEqualTo("Sentinel 2");
            assertThat(drift.what()).isEqualTo("quorum 3 instead of 2");
            assertThat(drift.repair()).containsExactly("SENTINEL", "SET", "mymaster", "quorum", "2");
        });
    }

    @Test
    void findsAnAddressThatANodeIsNotAnnouncedBy() {
        var node = Views.members().get(1).node();
        assertThat(drifts().in(new Views()
                        .saying(1, said -> with(said, Map.of("replica-announce-port", "1")))
                        .view()))
                .extracting(Drift::what)
                .containsExactly("replica-announce-port 1 instead of " + node.port());
    }

    private List<String> found(Dialect dialect, UnaryOperator<String> change) {
        return drifts(dialect, change).stream()
                .map(drift -> drift.where() + " has " + drift.what())
                .toList();
    }

    /** Of node 1, whose users are those of the file, changed. */
    private List<Drift> drifts(Dialect dialect, UnaryOperator<String> change) {
        var lines = AclFiles.ofNode(secrets, "resetchannels", dialect)
                .lines()
                .map(change)
                .flatMap(String::lines)
                .toList();
        var view = new Views()
                .saying(1, said -> new NodeState(said.role(), said.info(), said.configuration(), lines, said.access()))
                .view();
        return new Drifts(secrets, "resetchannels", dialect).in(view);
    }

    private Drifts drifts() {
        return new Drifts(secrets, "resetchannels", VALKEY);
    }

    private static NodeState with(NodeState said, Map<String, String> configuration) {
        return new NodeState(said.role(), said.info(), configuration, said.users(), said.access());
    }

    private static SentinelState watching(SentinelState said, Map<String, String> options) {
        var primary = new HashMap<>(said.primary());
        primary.putAll(options);
        return new SentinelState(said.names(), primary, said.replicas(), said.known(), said.verdict(), said.users());
    }
}
