package io.keydesk.service.catalogue;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A choice of a fixed list, known to callers by its name in kebab-case. */
public interface Named {

    String name();

    default String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E> & Named> Optional<E> find(Class<E> choices, String label) {
        return Arrays.stream(choices.getEnumConstants())
                .filter(choice -> choice.label().equals(label))
                .findFirst();
    }

    static <E extends Enum<E> & Named> String labels(Class<E> choices) {
        return Arrays.stream(choices.getEnumConstants()).map(Named::label).collect(Collectors.joining(", "));
    }
}
