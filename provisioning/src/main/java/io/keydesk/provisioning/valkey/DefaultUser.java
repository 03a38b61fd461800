package io.keydesk.provisioning.valkey;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tenant's application as a user of a node. */
public final class DefaultUser {

    /** The key under which its channels stand among the directives of a {@link NodeState}. */
    public static final String CHANNELS = "user default";

    /** The values of the directive {@code acl-pubsub-default}, and rules of a user. */
    public static final String ALL_CHANNELS = "allchannels";

    public static final String NO_CHANNELS = "resetchannels";

    private DefaultUser() {}

    /** Which channels the user may use, from the reply to {@code ACL LIST}. */
    static Optional<String> channels(@Nullable Object reply) {
        if (!(reply instanceof List<?> users)) {
            return Optional.empty();
        }
        return users.stream()
                .map(String.class::cast)
                .filter(line -> line.startsWith("user default "))
                .map(line -> Arrays.asList(line.split(" ")).contains("&*") ? ALL_CHANNELS : NO_CHANNELS)
                .findFirst();
    }
}
