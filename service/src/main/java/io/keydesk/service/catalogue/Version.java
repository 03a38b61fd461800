package io.keydesk.service.catalogue;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** All of a server's version: versions of one {@link EngineVersion} read each other's data, and differ in what was mended. */
public record Version(EngineVersion engine, int patch) implements Comparable<Version> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");

    private static final Comparator<Version> ORDER =
            Comparator.comparing(Version::engine).thenComparing(Version::patch);

    /** Reads {@code 8.0.1}, or {@code 8.0} for the first of its line; nothing for a text that is no version. */
    public static Optional<Version> find(String text) {
        var parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new Version(
                        new EngineVersion(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))),
                        parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3))))
                : Optional.empty();
    }

    /** The same of a text that was checked when it was stored or read. */
    public static Version parse(String text) {
        return find(text).orElseThrow(() -> new IllegalArgumentException("no version of a server: " + text));
    }

    public boolean isNewerThan(Version other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "%s.%d".formatted(engine, patch);
    }
}
