package io.keydesk.provisioning.node;

import io.keydesk.provisioning.node.Directive.Effect;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import java.util.List;
import java.util.function.Predicate;

/**
 * A node that says something else than it was told.
 *
 * @param actual what it says
 */
public record Deviation(Member member, Directive desired, String actual) {

    /** All of a cluster, directive by directive. A node that gives no answer, or does not know a directive, has none. */
    public static List<Deviation> in(ClusterView view, Directives desired) {
        return in(view, desired, directive -> directive.effect() != Effect.UNCHECKED);
    }

    /** The same of that which nodes take as far as they can. */
    public static List<Deviation> unchecked(ClusterView view, Directives desired) {
        return in(view, desired, directive -> directive.effect() == Effect.UNCHECKED);
    }

    private static List<Deviation> in(ClusterView view, Directives desired, Predicate<Directive> which) {
        return desired.all().stream()
                .filter(which)
                .flatMap(directive -> view.members().stream()
                        .flatMap(member -> view
                                .node(member.index())
                                .flatMap(state -> directive.actual(state.configuration()))
                                .filter(actual -> !directive.isMet(actual))
                                .map(actual -> new Deviation(member, directive, actual))
                                .stream()))
                .toList();
    }

    public boolean needsRestart() {
        return desired.effect() == Effect.RESTART;
    }

    /** For people: {@code node 1 had timeout 5 instead of 0}. */
    public String describe() {
        return "%s had %s".formatted(Member.name(member.index()), difference());
    }

    /** For people: {@code timeout 5 instead of 0}. */
    public String difference() {
        return "%s %s instead of %s".formatted(desired.key(), quoted(actual), quoted(desired.value()));
    }

    static String quoted(String value) {
        return value.isEmpty() ? "\"\"" : value;
    }
}
