package io.keydesk.provisioning.kubernetes.fake;

import java.nio.file.Path;
import java.util.Optional;

/** What stands for the machines. */
interface PodRunner extends AutoCloseable {

    /** The container, while it runs. */
    Optional<RunningContainer> running(Key pod, String container);

    /** Where the pod can be reached at this port. */
    Optional<String> address(Key pod, int port);

    Path log(Key pod, String container);

    @Override
    void close();
}
