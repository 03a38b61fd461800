package io.keydesk.service.catalogue;

import java.util.List;
import java.util.Optional;

/** The values that a setting may have. Values are kept as the text that stands in {@code valkey.conf}. */
public sealed interface SettingType {

    /** The rule as a phrase that completes "must be". */
    String rule();

    /** The canonical text of a value that keeps the rule; nothing if it breaks it. */
    Optional<String> canonical(String text);

    /** One of a fixed list. */
    record Choice(List<String> values) implements SettingType {
        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public String rule() {
            return "one of " + String.join(", ", values);
        }

        @Override
        public Optional<String> canonical(String text) {
            return values.contains(text) ? Optional.of(text) : Optional.empty();
        }
    }

    /** A whole number in a range; with {@code orZero}, also 0, which then means never. */
    record WholeNumber(long minimum, long maximum, boolean orZero) implements SettingType {
        @Override
        public String rule() {
            return (orZero ? "0, or " : "") + "a whole number from %d to %d".formatted(minimum, maximum);
        }

        @Override
        public Optional<String> canonical(String text) {
            if (!text.matches("[0-9]{1,12}")) {
                return Optional.empty();
            }
            long number = Long.parseLong(text);
            return number >= minimum && number <= maximum || orZero && number == 0
                    ? Optional.of(Long.toString(number))
                    : Optional.empty();
        }
    }

    /** A share of the memory, such as {@code 10%}. */
    record Percent(int minimum, int maximum) implements SettingType {
        @Override
        public String rule() {
            return "a percentage from %d%% to %d%%".formatted(minimum, maximum);
        }

        @Override
        public Optional<String> canonical(String text) {
            if (!text.matches("[0-9]{1,3}%")) {
                return Optional.empty();
            }
            int number = Integer.parseInt(text.substring(0, text.length() - 1));
            return number >= minimum && number <= maximum ? Optional.of(number + "%") : Optional.empty();
        }
    }

    /** Letters that each switch something on, at most once; if any, one of {@code needed} is among them. */
    record Flags(String letters, String needed) implements SettingType {
        @Override
        public String rule() {
            return "empty, or letters of %s, each at most once, with at least one of %s"
                    .formatted(letters, String.join(" and ", needed.split("")));
        }

        @Override
        public Optional<String> canonical(String text) {
            boolean known = text.chars().allMatch(letter -> letters.indexOf(letter) >= 0);
            boolean once = text.chars().distinct().count() == text.length();
            boolean enough = text.isEmpty() || text.chars().anyMatch(letter -> needed.indexOf(letter) >= 0);
            return known && once && enough ? Optional.of(text) : Optional.empty();
        }
    }
}
