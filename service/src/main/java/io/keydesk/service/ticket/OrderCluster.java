package io.keydesk.service.ticket;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.catalogue.Named;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks for a new cluster.
 *
 * @param name a DNS label of at most 40 characters, unique per tenant and region
 * @param region empty means the only one there is
 * @param settings those that differ from the defaults of the purpose
 */
public record OrderCluster(
        String name,
        String purpose,
        String environment,
        String plan,
        String region,
        List<String> namespaces,
        Map<String, Object> settings)
        implements TicketRequest {

    private static final String DNS_LABEL = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private static final int LONGEST_NAME = 40;

    public OrderCluster {
        namespaces = List.copyOf(namespaces);
        settings = Map.copyOf(settings);
    }

    @Override
    public String kind() {
        return "order-cluster";
    }

    @Override
    public OrderCluster canonical(Offer offer) {
        return new OrderCluster(
                name, purpose, environment, plan, regionIn(offer), namespaces, Map.copyOf(offer.canonical(settings)));
    }

    private String regionIn(Offer offer) {
        return region.isEmpty() && offer.regions().size() == 1
                ? offer.regions().getFirst().name()
                : region;
    }

    @Override
    public List<FieldError> errors(Offer offer) {
        var errors = new ArrayList<FieldError>();
        if (!name.matches(DNS_LABEL) || name.length() > LONGEST_NAME) {
            errors.add(new FieldError(
                    "name",
                    "name must be a DNS label: lower-case letters, digits and inner hyphens, beginning with a letter, at most %d characters, such as orders-cache"
                            .formatted(LONGEST_NAME)));
        }
        if (Named.find(Purpose.class, purpose).isEmpty()) {
            errors.add(new FieldError("purpose", "purpose must be one of " + Named.labels(Purpose.class)));
        }
        if (Named.find(Environment.class, environment).isEmpty()) {
            errors.add(new FieldError("environment", "environment must be one of " + Named.labels(Environment.class)));
        }
        var chosenPlan = offer.catalogue().plan(plan);
        if (chosenPlan.isEmpty()) {
            errors.add(new FieldError("plan", "plan must be one of " + offer.planNames()));
        }
        var chosenRegion = offer.region(regionIn(offer));
        if (chosenRegion.isEmpty()) {
            errors.add(new FieldError("region", "region must be one of " + offer.regionNames()));
        }
        errors.addAll(offer.namespaceErrors(namespaces, chosenRegion));
        errors.addAll(offer.settingErrors(settings, chosenRegion, chosenPlan));
        return errors;
    }

    @Override
    public Optional<ClusterId> cluster() {
        return Optional.empty();
    }

    @Override
    public DesiredState effectOn(Optional<DesiredState> current, Offer offer) {
        var values = new TreeMap<>(offer.catalogue().defaults(purposeOrThrow()));
        values.putAll(offer.canonical(settings));
        return new DesiredState(plan, namespaces, values, false);
    }

    public Purpose purposeOrThrow() {
        return Named.find(Purpose.class, purpose).orElseThrow();
    }

    public Environment environmentOrThrow() {
        return Named.find(Environment.class, environment).orElseThrow();
    }

    @Override
    public boolean canBeUndone() {
        return true;
    }

    @Override
    public String summary() {
        return "Order cluster %s (%s, plan %s, %s)".formatted(name, purpose, plan, environment);
    }

    @Override
    public Map<String, Object> namedSettings() {
        return settings;
    }
}
