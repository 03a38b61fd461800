package io.keydesk.provisioning.local;

import io.keydesk.provisioning.valkey.Member;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A place for one process of a cluster. */
record Slot(Kind kind, int index) {

    enum Kind {
        NODE,
        SENTINEL;

        /** As happenings are named by it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Slot node(int index) {
        return new Slot(Kind.NODE, index);
    }

    static Slot sentinel(int index) {
        return new Slot(Kind.SENTINEL, index);
    }

    static List<Slot> all(Kind kind) {
        return IntStream.range(0, Layout.MEMBERS)
                .mapToObj(index -> new Slot(kind, index))
                .toList();
    }

    /** For people. */
    String label() {
        return switch (kind) {
            case NODE -> Member.name(index);
            case SENTINEL -> Member.sentinelName(index);
        };
    }
}
