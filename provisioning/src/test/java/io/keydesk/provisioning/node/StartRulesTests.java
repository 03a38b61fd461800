package io.keydesk.provisioning.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class StartRulesTests {

    @ParameterizedTest
    @CsvFileSource(resources = "start-rules.csv", delimiter = '|')
    void decides(int me, int attempt, String first, String disk, String votes, Peer one, Peer two, String decision) {
        var named = Arrays.stream(votes.split(" "))
                .filter(vote -> !vote.equals("-"))
                .map(Integer::valueOf)
                .toList();
        var others = IntStream.range(0, 3).filter(index -> index != me).boxed().toList();
        var peers = new TreeMap<Integer, Peer>();
        peers.put(others.getFirst(), one);
        peers.put(others.getLast(), two);

        var past = new Situation.Past(first.equals("yes"), disk.equals("yes") ? Set.of(me) : Set.of());

        var decided = StartRules.decide(new Situation(me, attempt, past, named, peers));

        assertThat(inWords(decided)).isEqualTo(decision);
    }

    private static String inWords(StartDecision decision) {
        return switch (decision) {
            case StartDecision.Lead _ -> "lead";
            case StartDecision.Follow(int index) -> "follow " + index;
            case StartDecision.OrderFailover _ -> "failover";
            case StartDecision.Wait _ -> "wait";
        };
    }
}
