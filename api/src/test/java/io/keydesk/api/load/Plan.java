package io.keydesk.api.load;

import java.time.Duration;

/**
 * What is put on keydesk at once.
 *
 * @param lasts for how long, once all of it is there
 * @param streams event streams that are open
 * @param callers who file, read, list, preview, comment, reject and cancel
 * @param thinking how long a caller waits between an answer and its next request
 * @param clusters that are kept, changed and hurt
 * @param ports for their processes
 */
record Plan(Duration lasts, int streams, int callers, Duration thinking, int clusters, String ports) {

    static Plan full(Duration lasts) {
        return new Plan(lasts, 200, 50, Duration.ofMillis(500), 20, "17000-17999");
    }
}
