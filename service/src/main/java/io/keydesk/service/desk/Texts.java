package io.keydesk.service.desk;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.ticket.Comment;
import io.keydesk.service.ticket.Ticket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules for what people write beside a request. */
public final class Texts {

    private Texts() {}

    static List<FieldError> errors(Optional<String> comment, Optional<String> reference) {
        return Stream.of(
                        comment.flatMap(text -> error("comment", text, Comment.LONGEST)),
                        reference.flatMap(text -> error("externalReference", text, Ticket.LONGEST_REFERENCE)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What is wrong with a text that was given; nothing if it can be kept. */
    public static Optional<FieldError> error(String field, String text, int longest) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > longest) {
            return Optional.of(new FieldError(field, "%s must be 1 to %d characters".formatted(field, longest)));
        }
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                ? Optional.empty()
                : Optional.of(new FieldError(field, field + " must not hold U+0000 or half of a surrogate pair"));
    }
}
