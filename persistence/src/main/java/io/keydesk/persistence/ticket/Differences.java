package io.keydesk.persistence.ticket;

import io.keydesk.service.provisioning.PlannedObject;
import io.keydesk.service.ticket.Preview;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What the objects of a preview differ by. It can be long, and stands beside the preview, so that lists need not read it.
 *
 * @param lines by the object's index
 */
record Differences(Map<Integer, String> lines) {

    static Differences of(Preview preview) {
        SortedMap<Integer, String> lines = new TreeMap<>();
        for (int i = 0; i < preview.objects().size(); i++) {
            var diff = preview.objects().get(i).diff();
            if (diff != null) {
                lines.put(i, diff);
            }
        }
        return new Differences(lines);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The preview with its differences again. */
    Preview in(Preview brief) {
        return brief.touching(IntStream.range(0, brief.objects().size())
                .mapToObj(index -> with(brief.objects().get(index), index))
                .toList());
    }

    private PlannedObject with(PlannedObject object, int index) {
        return object.withDiff(lines.get(index));
    }
}
