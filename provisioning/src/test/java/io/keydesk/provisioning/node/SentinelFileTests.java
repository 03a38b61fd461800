package io.keydesk.provisioning.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.provisioning.valkey.Address;
import io.keydesk.provisioning.valkey.Member;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentinelFileTests {

    private final List<Member> members = IntStream.range(0, 3)
            .mapToObj(i -> new Member(i, new Address("127.0.0.1", 7000 + i), new Address("127.0.0.1", 7100 + i)))
            .toList();

    @Test
    void knowsAllThatASentinelWouldLearn() {
        assertThat(render(1, members.get(2).node()))
                .contains("sentinel monitor mymaster 127.0.0.1 7002 2\n")
                .contains("sentinel known-replica mymaster 127.0.0.1 7000\n")
                .contains("sentinel known-replica mymaster 127.0.0.1 7001\n")
                .doesNotContain("known-replica mymaster 127.0.0.1 7002")
                .contains("known-sentinel mymaster 127.0.0.1 7100 ", "known-sentinel mymaster 127.0.0.1 7102 ")
                .doesNotContain("known-sentinel mymaster 127.0.0.1 7101", "config-epoch");
    }

    @Test
    void keepsItsIdWhenItIsWrittenAnew() {
        assertThat(id(render(0, members.get(0).node())))
                .isEqualTo(id(render(0, members.get(1).node())))
                .isNotEqualTo(id(render(1, members.get(0).node())));
    }

    @Test
    void saysTheSameToAllSentinelsAsToEach() {
        assertThat(render(0, members.get(0).node()).lines().toList())
                .containsAll(SentinelFile.renderCommon().lines().toList());
        assertThat(SentinelFile.renderCommon())
                .contains("sentinel down-after-milliseconds mymaster 5000\n")
                .doesNotContain("monitor", "pass", "quorum");
    }

    private String render(int me, Address primary) {
        return new SentinelFile("orders-cache", members.get(me), members, "127.0.0.1", "/data", "/users.acl")
                .render(primary, Secrets.generate());
    }

    private static String id(String file) {
        return file.lines()
                .filter(line -> line.startsWith("sentinel myid "))
                .findFirst()
                .orElseThrow();
    }
}
