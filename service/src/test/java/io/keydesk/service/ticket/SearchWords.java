package io.keydesk.service.ticket;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What people write into a search box, for texts of plain words: as much of it as tests need. */
final class SearchWords implements Predicate<String> {

    private static final Pattern PARTS = Pattern.compile("-?\"[^\"]*\"|\\S+");

    private final List<List<Predicate<List<String>>>> alternatives = new ArrayList<>();

    SearchWords(String text) {
        alternatives.add(new ArrayList<>());
        PARTS.matcher(text).results().map(found -> found.group()).forEach(part -> {
            if (part.equalsIgnoreCase("or")) {
                alternatives.add(new ArrayList<>());
            } else if (!words(part).isEmpty()) {
                alternatives.getLast().add(condition(part));
            }
        });
    }

    private static Predicate<List<String>> condition(String part) {
        boolean without = part.startsWith("-");
        var phrase = words(part);
        Predicate<List<String>> holds = words -> Collections.indexOfSubList(words, phrase) >= 0;
        return without ? holds.negate() : holds;
    }

    @Override
    public boolean test(String text) {
        var words = words(text);
        return alternatives.stream()
                .anyMatch(all -> !all.isEmpty() && all.stream().allMatch(condition -> condition.test(words)));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
