package io.keydesk.service.answer;

import java.util.function.Function;

/**
 * The result of a use case: what was asked for, or a {@link Refusal} after which nothing has changed.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {

    record Given<T>(T value) implements Answer<T> {}

    record Refused<T>(Refusal refusal) implements Answer<T> {}

    static <T> Answer<T> of(T value) {
        return new Given<>(value);
    }

    static <T> Answer<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    default <R> Answer<R> then(Function<? super T, Answer<R>> next) {
        return switch (this) {
            case Given<T>(T value) -> next.apply(value);
            case Refused<T>(Refusal refusal) -> refused(refusal);
        };
    }

    default <R> Answer<R> map(Function<? super T, ? extends R> mapping) {
        return then(value -> of(mapping.apply(value)));
    }

    /** The value, or what {@code refuse} makes of the refusal: usually an exception of the caller's own. */
    default <X extends RuntimeException> T orElseThrow(Function<Refusal, X> refuse) {
        return switch (this) {
            case Given<T>(T value) -> value;
            case Refused<T>(Refusal refusal) -> throw refuse.apply(refusal);
        };
    }
}
