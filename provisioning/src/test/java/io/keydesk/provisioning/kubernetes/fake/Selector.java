package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which objects a list or a watch is about, by their labels and fields. */
final class Selector {

    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)");

    private final List<Predicate<Map<String, String>>> labels = new ArrayList<>();
    private final List<Predicate<JsonNode>> fields = new ArrayList<>();

    static Selector of(Request request) {
        var selector = new Selector();
        split(request.query().getOrDefault("labelSelector", "")).forEach(selector::label);
        split(request.query().getOrDefault("fieldSelector", "")).forEach(selector::field);
        return selector;
    }

    static boolean matches(JsonNode wanted, Map<String, String> labels) {
        return Json.strings(wanted).entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(labels.get(entry.getKey())));
    }

    boolean matches(Stored object) {
        return labels.stream().allMatch(test -> test.test(object.labels()))
                && (fields.isEmpty() || matches(object.tree()));
    }

    private boolean matches(JsonNode tree) {
        return fields.stream().allMatch(test -> test.test(tree));
    }

    private void label(String term) {
        var set = SET.matcher(term);
        if (set.matches()) {
            var values = List.of(set.group(3).strip().split("\\s*,\\s*"));
            var in = set.group(2).equals("in");
            var name = set.group(1);
            labels.add(all -> in == (all.containsKey(name) && values.contains(all.get(name))));
        } else if (term.contains("!=")) {
            var parts = term.split("!=", 2);
            labels.add(all -> !parts[1].strip().equals(all.get(parts[0].strip())));
        } else if (term.contains("=")) {
            var parts = term.split("==?", 2);
            labels.add(all -> parts[1].strip().equals(all.get(parts[0].strip())));
        } else if (term.startsWith("!")) {
            labels.add(all -> !all.containsKey(term.substring(1).strip()));
        } else {
            labels.add(all -> all.containsKey(term));
        }
    }

    private void field(String term) {
        var differs = term.contains("!=");
        var parts = term.split(differs ? "!=" : "==?", 2);
        var pointer = "/" + parts[0].strip().replace('.', '/');
        fields.add(tree -> differs != tree.at(pointer).asText().equals(parts[1].strip()));
    }

    /** At the commas that are not within brackets. */
    private static List<String> split(String text) {
        var terms = new ArrayList<String>();
        for (var term : text.split(",(?![^(]*\\))")) {
            if (!term.isBlank()) {
                terms.add(term.strip());
            }
        }
        return terms;
    }
}
