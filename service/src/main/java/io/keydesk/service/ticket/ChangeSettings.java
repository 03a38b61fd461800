package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks for other settings on a cluster.
 *
 * @param settings those that change; all others stay
 * @param reset those that go back to the default of the cluster's purpose
 */
public record ChangeSettings(ClusterId clusterId, Map<String, Object> settings, List<String> reset)
        implements TicketRequest {

    public ChangeSettings {
        settings = Map.copyOf(settings);
        reset = List.copyOf(reset);
    }

    @Override
    public String kind() {
        return "change-settings";
    }

    @Override
    public ChangeSettings canonical(Offer offer) {
        return new ChangeSettings(clusterId, Map.copyOf(offer.canonical(settings)), reset);
    }

    @Override
    public List<FieldError> errors(Offer offer) {
        var errors = new ArrayList<FieldError>();
        if (settings.isEmpty() && reset.isEmpty()) {
            errors.add(new FieldError("settings", "settings must name at least one setting to change, or reset one"));
        }
        errors.addAll(offer.settingErrors(
                settings,
                offer.target().flatMap(Offer.Target::region),
                offer.target().map(Offer.Target::plan)));
        for (var name : reset) {
            if (offer.catalogue().setting(name).isEmpty()) {
                errors.add(new FieldError(
                        "reset", name + " is no setting that can be reset; GET /v1/settings lists them"));
            } else if (settings.containsKey(name)) {
                errors.add(new FieldError("reset", name + " must be either set or reset, not both"));
            }
        }
        return errors;
    }

    @Override
    public Optional<ClusterId> cluster() {
        return Optional.of(clusterId);
    }

    @Override
    public DesiredState effectOn(Optional<DesiredState> current, Offer offer) {
        var changes = new TreeMap<>(offer.canonical(settings));
        var defaults = offer.catalogue().defaults(offer.target().orElseThrow().purpose());
        reset.forEach(name -> changes.put(name, defaults.get(name)));
        return current.orElseThrow().withSettings(changes);
    }

    @Override
    public boolean canBeUndone() {
        return true;
    }

    @Override
    public String summary() {
        var changes = Stream.concat(
                new TreeMap<>(settings).entrySet().stream().map(change -> change.getKey() + " to " + change.getValue()),
                reset.stream().sorted().map(name -> name + " to its default"));
        return changes.collect(Collectors.joining(", ", "Set ", ""));
    }

    @Override
    public Map<String, Object> namedSettings() {
        return settings;
    }
}
