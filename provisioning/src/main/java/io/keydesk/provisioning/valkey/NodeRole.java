package io.keydesk.provisioning.valkey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node answers to {@code ROLE}.
 *
 * @param primary whether it says that it is the primary
 * @param follows the primary of a replica; {@code null} for a primary, and where the answer says nothing
 */
public record NodeRole(boolean primary, @Nullable Address follows) {

    static NodeRole of(@Nullable Object reply) {
        if (!(reply instanceof List<?> words) || words.isEmpty()) {
            return new NodeRole(false, null);
        }
        if ("master".equals(words.getFirst())) {
            return new NodeRole(true, null);
        }
        return words.size() > 2 && words.get(1) instanceof String host && words.get(2) instanceof Long port
                ? new NodeRole(false, new Address(host, port.intValue()))
                : new NodeRole(false, null);
    }
}
