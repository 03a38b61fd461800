package io.keydesk.provisioning.kubernetes.fake;

import java.nio.file.Path;
import java.util.Optional;

/** What stands for the machines. */
interface PodRunner extends AutoCloseable {

    /** The container, while it runs. */
    Optional<RunningContainer> running(Key pod, String container);

    /** Where the pod can be reached, once something of it runs. */
    Optional<String> address(Key pod);

    Path log(Key pod, String container);

    @Override
    void close();
}
