package io.keydesk.service.fleet;

import io.keydesk.service.catalogue.Environment;
import java.util.List;

/** How many clusters of one environment stand where. */
public record Wave(Environment environment, int waiting, int running, int done, int failed, int skipped) {

    /** How many clusters of all of these are being upgraded. */
    static int running(List<Wave> waves) {
        return waves.stream().mapToInt(Wave::running).sum();
    }

    public int clusters() {
        return waiting + running + done + failed + skipped;
    }

    /** Whether the next one may begin. */
    public boolean isOver() {
        return waiting + running + failed == 0;
    }
}
