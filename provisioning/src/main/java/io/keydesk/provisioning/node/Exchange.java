package io.keydesk.provisioning.node;

import io.keydesk.service.cluster.Rotated;
import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How far the exchange of passwords is, without the passwords. Each stage is kept before the next begins, so that whoever goes
 * on after a crash knows what may be in use:
 *
 * <pre>
 *  MADE ─► USED ─► TOLD ─► PUBLISHED ─► CLOSING ─► LEAVING ─► DONE
 *  both are accepted, by all users ───┘  of replicas ─┘   the new ones only
 *  the old ones are used, then           and Sentinels
 *  the new ones from USED on
 * </pre>
 *
 * @param generation that is coming, or has come
 * @param before that it takes the place of
 * @param times {@code null} until the new password is published
 */
public record Exchange(
        int generation, int before, Stage stage, @Nullable Times times) {

    public enum Stage {
        /** New passwords are kept; nodes and Sentinels are to accept them. */
        MADE,
        /** All accept both, and use the new ones whenever they start; replicas and Sentinels that run are to be told. */
        USED,
        /** All that log in somewhere have been told; the new password is to be published. */
        TOLD,
        /** Applications know the new password, and may use the old one for a while. */
        PUBLISHED,
        /** The application's old password is to be refused, and what logged in with it to be closed if that is wanted. */
        CLOSING,
        /** Replicas and Sentinels may still be started with old passwords. */
        LEAVING,
        /** Nothing of the old passwords is left. */
        DONE;

        boolean usesOld() {
            return this == MADE;
        }

        /** Whether the application gets in with the password that is not used. */
        boolean acceptsBothOfApplication() {
            return compareTo(CLOSING) < 0;
        }

        /** The same of replicas and Sentinels. */
        boolean acceptsBoth() {
            return this != DONE;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** When the new password was published, and when the old ones end. */
    public record Times(Instant published, Instant oldUntil, Instant innerUntil) {}

    Exchange at(Stage next) {
        return new Exchange(generation, before, next, times);
    }

    Exchange published(Instant now, Duration overlap, Duration inner) {
        var innerOverlap = overlap.compareTo(inner) < 0 ? inner : overlap;
        return new Exchange(
                generation, before, Stage.PUBLISHED, new Times(now, now.plus(overlap), now.plus(innerOverlap)));
    }

    /** As it is seen from outside; {@code null} while nothing is published. */
    @Nullable
    Rotated rotated() {
        return times == null
                ? null
                : new Rotated(
                        generation,
                        times.published(),
                        stage.compareTo(Stage.LEAVING) < 0 ? times.oldUntil() : null,
                        stage.acceptsBoth() ? times.innerUntil() : null);
    }

    /** As lines of a file. */
    public String text() {
        var text = "generation=%d%nbefore=%d%nstage=%s%n".formatted(generation, before, stage.label());
        return times == null
                ? text
                : text
                        + "published=%s%nold-until=%s%ninner-until=%s%n"
                                .formatted(times.published(), times.oldUntil(), times.innerUntil());
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if somebody else has written there
     */
    public static Exchange parse(String text) {
        var values = new Properties();
        try {
            values.load(new StringReader(text));
            var published = values.getProperty("published");
            return new Exchange(
                    Integer.parseInt(values.getProperty("generation", "")),
                    Integer.parseInt(values.getProperty("before", "")),
                    Stage.valueOf(values.getProperty("stage", "").toUpperCase(Locale.ROOT)),
                    published == null
                            ? null
                            : new Times(
                                    Instant.parse(published),
                                    Instant.parse(values.getProperty("old-until", "")),
                                    Instant.parse(values.getProperty("inner-until", ""))));
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("the stage of an exchange of passwords is expected", e);
        }
    }
}
