package io.keydesk.provisioning.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.NodeAnswer;
import io.keydesk.provisioning.valkey.NodeRole;
import io.keydesk.provisioning.valkey.NodeState;
import io.keydesk.provisioning.valkey.SentinelState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class PrimaryPickTests {

    private static final List<Member> MEMBERS = IntStream.range(0, 3)
            .mapToObj(index -> new Member(index, new Address("10.0.0.1", 100 + index), new Address("10.0.0.1", index)))
            .toList();

    @ParameterizedTest
    @CsvFileSource(resources = "pick-rules.csv", delimiter = '|')
    void picks(String votes, String one, String two, String three, String picked) {
        var view = new ClusterView(
                MEMBERS,
                Stream.of(one, two, three).map(PrimaryPickTests::node).toList(),
                Arrays.stream(votes.split(" ")).map(PrimaryPickTests::sentinel).toList());

        assertThat(PrimaryPick.from(view)
                        .map(pick -> pick.member().index() + (pick.certain() ? " sure" : " unsure"))
                        .orElse("nobody"))
                .isEqualTo(picked);
    }

    private static NodeAnswer node(String described) {
        var words = described.split(" ");
        return switch (words[0]) {
            case "none" -> new NodeAnswer.Nobody();
            case "silent" -> new NodeAnswer.Silence("");
            case "primary" -> said(true, Map.of("db0", "keys=1", "master_replid", "a"));
            case "empty" -> said(false, Map.of("master_replid", "a", "slave_repl_offset", "999"));
            default -> said(false, Map.of("db0", "keys=1", "master_replid", words[1], "slave_repl_offset", words[2]));
        };
    }

    private static NodeAnswer said(boolean primary, Map<String, String> info) {
        return new NodeAnswer.Answered(
                new NodeState(new NodeRole(primary, null), info, Map.of(), List.of(), new NodeState.Access(true, "")));
    }

    private static Optional<SentinelState> sentinel(String vote) {
        return vote.equals("-")
                ? Optional.empty()
                : Optional.of(new SentinelState(
                        MEMBERS.get(Integer.parseInt(vote)).node(), Map.of(), 2, Set.of(), "OK", List.of()));
    }
}
