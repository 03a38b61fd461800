package io.keydesk.service.catalogue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting that tenants may change.
 *
 * @param name as in {@code valkey.conf}
 * @param defaultValue of the platform; a {@link Purpose} may have another
 * @param unit of a number, {@code null} where it has none
 * @param requiresRestart whether the nodes must be rolled for it
 * @param since the first version of the engine that knows it, as {@code major.minor}
 * @param help one sentence for the person who sets it
 */
public record Setting(
        String name,
        SettingType type,
        String defaultValue,
        @Nullable String unit,
        boolean requiresRestart,
        EngineVersion since,
        String help) {

    /** The value in its canonical form; nothing if it is not allowed. Numbers and booleans count as their text. */
    public Optional<String> canonical(Object value) {
        return switch (value) {
            case String text -> type.canonical(text.strip());
            case Boolean yes -> type.canonical(yes ? "yes" : "no");
            case Integer number -> type.canonical(number.toString());
            case Long number -> type.canonical(number.toString());
            default -> Optional.empty();
        };
    }

    /** The value as callers get it: a number where the setting is one. */
    public Object typed(String canonical) {
        return type instanceof SettingType.WholeNumber ? (Object) Long.valueOf(canonical) : canonical;
    }
}
