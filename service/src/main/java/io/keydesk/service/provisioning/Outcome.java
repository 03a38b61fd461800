package io.keydesk.service.provisioning;

import io.keydesk.service.cluster.Observation;
import java.time.Duration;
import java.util.List;

/** What came of one step. */
public sealed interface Outcome {

    /** What was seen or done on the way, oldest first. */
    List<Happening> happenings();

    /** More is to be done, or something is waited for. */
    record InProgress(Progress progress, Observation seen, List<Happening> happenings, Duration retryAfter)
            implements Outcome {}

    /** Nothing is left to do. {@link Observation#isHealthy()} says whether all is well too. */
    record Ready(Observation seen, List<Happening> happenings) implements Outcome {}

    /**
     * The step failed and has left nothing half done that a repetition would not mend.
     *
     * @param reason one word in CamelCase, for programs, for example {@code PortInUse}
     * @param message what is wrong and what to do, without secrets
     * @param retryable whether the same step may succeed later without another request
     */
    record Failed(String reason, String message, boolean retryable, List<Happening> happenings) implements Outcome {}

    /**
     * The region cannot be reached, so nothing could be done. The time in which it is away is not the ticket's fault. What is
     * known to be away is said to be so without waiting: looks at its clusters must not keep workers from other regions.
     *
     * @param message what cannot be reached, and what is known of why, as a sentence without figures that change while nothing
     *     happens; that the region is away is said before it
     * @param seen what could be seen all the same; {@link Observation#NOTHING} if nothing
     */
    record Away(String message, Observation seen, List<Happening> happenings, Duration retryAfter) implements Outcome {}

    /** Nothing of the cluster is left. */
    record Gone(List<Happening> happenings) implements Outcome {}
}
