package io.keydesk.service.answer;

import io.keydesk.service.answer.Answer.Given;
import io.keydesk.service.answer.Answer.Refused;
import io.keydesk.service.answer.Refusal.Invalid;
import java.util.function.Function;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/** What a use case answered. */
public final class AnswerAssert<T> extends AbstractAssert<AnswerAssert<T>, Answer<T>> {

    public AnswerAssert(Answer<T> actual) {
        super(actual, AnswerAssert.class);
    }

    public AnswerAssert<T> isGiven() {
        given();
        return this;
    }

    /** The value, which must be there. */
    public T given() {
        return switch (actual) {
            case Given<T>(T value) -> value;
            case Refused<T>(Refusal refusal) -> throw failure("Expected a value, but was refused: %s", refusal);
        };
    }

    /** The refusal, which must be there and of this kind. */
    public <R extends Refusal> R isRefusedAs(Class<R> kind) {
        var refusal = switch (actual) {
            case Given<T>(T value) -> throw failure("Expected %s, but was given %s", kind.getSimpleName(), value);
            case Refused<T>(Refusal found) -> found;
        };
        if (!kind.isInstance(refusal)) {
            throw failure("Expected %s, but was refused as %s", kind.getSimpleName(), refusal);
        }
        return kind.cast(refusal);
    }

    /** Refused because of values, in these fields and no others. */
    public AnswerAssert<T> isInvalidIn(String... fields) {
        Assertions.assertThat(isRefusedAs(Invalid.class).errors())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder(fields);
        return this;
    }

    /** The name of the refusal, or of what {@code outcome} makes of the value. */
    public AnswerAssert<T> comesTo(String expected, Function<T, String> outcome) {
        var found = switch (actual) {
            case Given<T>(T value) -> outcome.apply(value);
            case Refused<T>(Refusal refusal) -> refusal.getClass().getSimpleName();
        };
        Assertions.assertThat(found).as("outcome of %s", actual).isEqualTo(expected);
        return this;
    }
}
