package io.keydesk.api.http;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Versions as entity tags (RFC 9110, section 8.8.3). */
public final class Etags {

    private static final long NEVER = -1;

    private Etags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** The version that {@code If-Match} asks for; nothing if any will do; one that never is if it names no version. */
    public static OptionalLong version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return OptionalLong.empty();
        }
        var tag = ifMatch.strip();
        return OptionalLong.of(
                tag.matches("\"[0-9]{1,18}\"") ? Long.parseLong(tag.substring(1, tag.length() - 1)) : NEVER);
    }
}
