package io.keydesk.service.usage;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.tenant.TenantSlug;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the time of one cluster. It runs from when the cluster was first ready until the revision that deletes
 * it: how long keydesk takes to make it, and to remove it, is nobody's bill. It follows from what is stored of the cluster
 * anyway, so that it is right after any crash, and for clusters that are long gone.
 *
 * @param readyAt when the cluster was first ready; {@code null} if it never was
 * @param deletedAt when nothing was left of it
 * @param marks by the numbers of their revisions; at least one
 * @param usedMemoryBytes what data took on the node that used most when it was looked at last; {@code null} if it is not known
 */
public record Meter(
        ClusterId cluster,
        TenantSlug tenant,
        String name,
        Environment environment,
        @Nullable Instant readyAt,
        @Nullable Instant deletedAt,
        List<Mark> marks,
        @Nullable Long usedMemoryBytes) {

    public Meter {
        marks = List.copyOf(marks);
    }

    /**
     * The spans until a moment, in their order. None overlaps another, and there is a gap only where a deletion was taken
     * back. A mark that is dated before its predecessor, by a clock that was set back, counts from that one's time on.
     */
    List<Span> spans(Instant until) {
        if (readyAt == null) {
            return List.of();
        }
        var end = deletedAt != null && deletedAt.isBefore(until) ? deletedAt : until;
        var spans = new ArrayList<Span>();
        var from = readyAt;
        for (int i = 0; i < marks.size(); i++) {
            var mark = marks.get(i);
            var next = i + 1 < marks.size() ? marks.get(i + 1).at() : end;
            var to = next.isBefore(end) ? next : end;
            if (to.isAfter(from)) {
                if (!mark.deleted()) {
                    append(spans, new Span(from, to, mark.plan(), mark.powered()));
                }
                from = to;
            }
        }
        return spans;
    }

    /** Whether its time still runs, with power or without. */
    boolean runs() {
        return readyAt != null && deletedAt == null && !newest().deleted();
    }

    Mark newest() {
        return marks.getLast();
    }

    private static void append(List<Span> spans, Span next) {
        if (!spans.isEmpty() && spans.getLast().goesOnIn(next)) {
            spans.set(spans.size() - 1, spans.getLast().until(next.to()));
        } else {
            spans.add(next);
        }
    }
}
