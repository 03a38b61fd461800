package io.keydesk.provisioning.node;

import io.keydesk.service.catalogue.EngineVersion;
import java.util.Map;

/** What a version of the server understands; what it does not know keeps it from starting, so that is left out. */
public record Dialect(EngineVersion version) {

    private static final EngineVersion SEVEN = new EngineVersion(7, 0);
    private static final EngineVersion SEVEN_TWO = new EngineVersion(7, 2);

    /** From the "History" of each command and the release notes of Redis 7.0 and 7.2, from which Valkey descends. */
    private static final Map<String, EngineVersion> SINCE = Map.of(
            "maxmemory-clients", SEVEN,
            "shutdown-timeout", SEVEN,
            "+sort_ro", SEVEN,
            "+client|setinfo", SEVEN_TWO);

    /** Whether {@code ACL LIST} tells the rules of commands as they were given; before, it put them in words of its own. */
    boolean keepsRules() {
        return version.atLeast(SEVEN_TWO);
    }

    /** Whether a directive, or a rule of a user such as {@code +sort_ro}, is known. */
    boolean knows(String word) {
        var since = SINCE.get(word);
        return since == null || version.atLeast(since);
    }
}
