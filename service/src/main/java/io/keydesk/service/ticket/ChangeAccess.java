package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Asks that other namespaces reach a cluster.
 *
 * @param add namespaces whose pods may connect from now on
 * @param remove namespaces whose pods may connect no longer
 */
public record ChangeAccess(ClusterId clusterId, List<String> add, List<String> remove) implements TicketRequest {

    public ChangeAccess {
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    @Override
    public String kind() {
        return "change-access";
    }

    @Override
    public ChangeAccess canonical(Offer offer) {
        return this;
    }

    @Override
    public List<FieldError> errors(Offer offer) {
        if (add.isEmpty() && remove.isEmpty()) {
            return List.of(new FieldError("add", "add or remove must name at least one namespace"));
        }
        var has = offer.target().orElseThrow().state().namespaces();
        var errors = new ArrayList<FieldError>();
        errors.addAll(listErrors("add", add));
        errors.addAll(listErrors("remove", remove));
        for (int i = 0; i < Math.min(add.size(), Offer.MOST_NAMESPACES); i++) {
            var field = "add[%d]".formatted(i);
            addError(add.get(i), has, offer).ifPresent(message -> errors.add(new FieldError(field, message)));
        }
        for (int i = 0; i < Math.min(remove.size(), Offer.MOST_NAMESPACES); i++) {
            var field = "remove[%d]".formatted(i);
            removeError(remove.get(i), has).ifPresent(message -> errors.add(new FieldError(field, message)));
        }
        if (errors.isEmpty()) {
            leftError(has).ifPresent(errors::add);
        }
        return errors;
    }

    private static List<FieldError> listErrors(String field, List<String> namespaces) {
        var errors = new ArrayList<FieldError>();
        if (namespaces.size() > Offer.MOST_NAMESPACES) {
            errors.add(new FieldError(
                    field, "%s must name at most %d namespaces".formatted(field, Offer.MOST_NAMESPACES)));
        }
        if (new HashSet<>(namespaces).size() < namespaces.size()) {
            errors.add(new FieldError(field, field + " must name each namespace once"));
        }
        return errors;
    }

    private Optional<String> addError(String namespace, List<String> has, Offer offer) {
        return offer.namespaceError(namespace, offer.target().orElseThrow().region())
                .or(() -> has.contains(namespace)
                        ? Optional.of("namespace %s has access already: leave it out".formatted(namespace))
                        : Optional.empty());
    }

    private Optional<String> removeError(String namespace, List<String> has) {
        if (has.contains(namespace)) {
            return Optional.empty();
        }
        return Optional.of(
                add.contains(namespace)
                        ? "a namespace must be either added or removed, not both"
                        : "a namespace to remove must be one that has access: %s".formatted(String.join(", ", has)));
    }

    private Optional<FieldError> leftError(List<String> has) {
        int left = after(has).size();
        if (left == 0) {
            return Optional.of(
                    new FieldError(
                            "remove",
                            "remove must leave at least one namespace: add another one in the same request, or file a delete-cluster to give the cluster back"));
        }
        return left > Offer.MOST_NAMESPACES
                ? Optional.of(new FieldError(
                        "add",
                        "add must leave the cluster with at most %d namespaces; it has %d and would have %d: remove some as well"
                                .formatted(Offer.MOST_NAMESPACES, has.size(), left)))
                : Optional.empty();
    }

    private List<String> after(List<String> has) {
        var all = new LinkedHashSet<>(has);
        remove.forEach(all::remove);
        all.addAll(add);
        return List.copyOf(all);
    }

    @Override
    public Optional<ClusterId> cluster() {
        return Optional.of(clusterId);
    }

    @Override
    public DesiredState effectOn(Optional<DesiredState> current, Offer offer) {
        var state = current.orElseThrow();
        return state.withNamespaces(after(state.namespaces()));
    }

    @Override
    public boolean canBeUndone() {
        return true;
    }

    @Override
    public String summary() {
        if (add.isEmpty()) {
            return "Take access from " + words(remove);
        }
        return "Give access to " + words(add) + (remove.isEmpty() ? "" : ", and take it from " + words(remove));
    }

    private static String words(List<String> namespaces) {
        return (namespaces.size() > 1 ? "namespaces " : "namespace ") + String.join(", ", namespaces);
    }
}
