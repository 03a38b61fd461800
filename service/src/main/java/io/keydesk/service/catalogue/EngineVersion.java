package io.keydesk.service.catalogue;

/** Major and minor version of a server, which decide what it understands. Valkey counts on from Redis 7.2. */
public record EngineVersion(int major, int minor) implements Comparable<EngineVersion> {

    /** Reads {@code 8.0.1} or {@code 6.2}. */
    public static EngineVersion parse(String text) {
        var parts = text.split("\\.", 3);
        return new EngineVersion(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    public boolean atLeast(EngineVersion other) {
        return compareTo(other) >= 0;
    }

    @Override
    public int compareTo(EngineVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
