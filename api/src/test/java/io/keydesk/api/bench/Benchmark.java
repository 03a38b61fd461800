package io.keydesk.api.bench;

import java.nio.file.Path;
import java.util.List;

/** One measurement of keydesk beside its baseline. */
interface Benchmark {

    /** How it is chosen, as in {@code mvn -Pbench -Dbench=filing}. */
    String name();

    /**
     * Measures, and leaves nothing running.
     *
     * @param folder an empty folder for this run; it is removed afterwards unless the benchmark fails
     * @throws Exception with the reason for which nothing could be measured
     */
    List<Line> run(Path folder) throws Exception;
}
