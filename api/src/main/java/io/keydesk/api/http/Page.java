package io.keydesk.api.http;

import io.keydesk.api.problem.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next the cursor of the following page; {@code null} on the last one
 */
public record Page<T>(List<T> items, @Nullable String next) {

    private static final int MOST = 200;

    /** Checks {@code limit}, and gives how many to read: one more tells whether there is a next page. */
    public static int toRead(int limit) {
        return toRead(limit, MOST);
    }

    /** The same of a list with items that are dear. */
    public static int toRead(int limit, int most) {
        if (limit < 1 || limit > most) {
            throw RequestRefused.invalid("limit", "limit must be from 1 to %d".formatted(most));
        }
        return limit + 1;
    }

    /** @param read what was read with {@link #toRead} */
    public static <T> Page<T> of(List<T> read, int limit, Function<T, Object> key) {
        if (read.size() <= limit) {
            return new Page<>(read, null);
        }
        var items = read.subList(0, limit);
        var last = key.apply(items.getLast()).toString();
        return new Page<>(
                items, Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
    }

    public static @Nullable UUID uuidAfter(@Nullable String after) {
        return after == null ? null : after(after, UUID::fromString);
    }

    public static @Nullable Long numberAfter(@Nullable String after) {
        return after == null ? null : after(after, Long::valueOf);
    }

    public static @Nullable String textAfter(@Nullable String after) {
        return after == null ? null : after(after, text -> text);
    }

    /** @param parse what {@link #of} wrote; it throws {@link IllegalArgumentException} for anything else */
    public static <K> K after(String after, Function<String, K> parse) {
        try {
            return parse.apply(new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw RequestRefused.invalid("after", "after must be the `next` of the page before");
        }
    }

    public <R> List<R> map(Function<T, R> mapping) {
        return items.stream().map(mapping).toList();
    }
}
