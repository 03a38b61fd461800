package io.keydesk.service.fleet;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What has failed of work whose parts do not keep each other from being done. */
final class Failures {

    private @Nullable RuntimeException first;

    /** Does a part, and notes its failure. */
    void collect(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            note(e);
        }
    }

    /** The same of a part that gives something; once it has failed, what comes in its place. */
    <T> T collect(Supplier<T> part, Supplier<T> otherwise) {
        try {
            return part.get();
        } catch (RuntimeException e) {
            note(e);
            return otherwise.get();
        }
    }

    private void note(RuntimeException failure) {
        if (first == null) {
            first = failure;
        } else if (failure != first) {
            first.addSuppressed(failure);
        }
    }

    /** Throws the first one, which tells of the others. */
    void rethrow() {
        if (first != null) {
            throw first;
        }
    }
}
