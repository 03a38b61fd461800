package io.keydesk.service.provisioning;

/**
 * How far a change has come.
 *
 * @param step from 1 to {@code of}; 0 before the first
 * @param message what is being done or waited for, in a few words
 */
public record Progress(int step, int of, String message) {

    /** The same, but never behind what was reached before: what is done again on the way is no step back. */
    public Progress notBefore(Progress reached) {
        return of == reached.of && step < reached.step ? new Progress(reached.step, of, message) : this;
    }
}
