package io.keydesk.provisioning.region;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/**
 * The regions that {@code keydesk.regions.<name>.type} names. What else a region needs is for its type to read.
 *
 * @param types by the regions' names; empty where properties name none
 */
public record ConfiguredRegions(SortedMap<String, Type> types) {

    private static final String PREFIX = "keydesk.regions";
    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";
    private static final Bindable<Map<String, Map<String, Object>>> REGIONS =
            Bindable.of(ResolvableType.forClassWithGenerics(
                    Map.class,
                    ResolvableType.forClass(String.class),
                    ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)));

    /** What runs the clusters of a region. */
    public enum Type {
        /** This machine. */
        LOCAL,
        KUBERNETES;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static String labels() {
            return Arrays.stream(values()).map(Type::label).collect(Collectors.joining(" or "));
        }
    }

    public ConfiguredRegions {
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
    }

    /** Fails with {@link RegionsRefused} where the properties make no sense. */
    public static ConfiguredRegions of(Environment environment) {
        var types = new TreeMap<String, Type>();
        Binder.get(environment)
                .bind(PREFIX, REGIONS)
                .orElse(Map.of())
                .forEach((name, properties) -> types.put(name, type(name, properties)));
        var regions = new ConfiguredRegions(types);
        var local = regions.names(Type.LOCAL);
        if (local.size() > 1) {
            throw new RegionsRefused(
                    "The regions %s are all of type local, and one machine is one region."
                            .formatted(String.join(" and ", local)),
                    "Leave all but one of them out (%s.<name>.type).".formatted(PREFIX));
        }
        return regions;
    }

    public List<String> names(Type type) {
        return types.keySet().stream().filter(name -> types.get(name) == type).toList();
    }

    /**
     * The name of the region on this machine; nothing where only other regions are configured.
     *
     * @param otherwise its name where no region is configured at all
     */
    public Optional<String> local(String otherwise) {
        return types.isEmpty()
                ? Optional.of(otherwise)
                : names(Type.LOCAL).stream().findFirst();
    }

    private static Type type(String name, Map<String, Object> properties) {
        if (!name.matches(NAME)) {
            throw new RegionsRefused(
                    "A region cannot have the name %s (%s.%s).".formatted(name, PREFIX, name),
                    "Choose a DNS label of at most 40 characters, such as north.");
        }
        var type = find(properties.get("type"))
                .orElseThrow(() -> new RegionsRefused(
                        "%s.%s.type is %s.".formatted(PREFIX, name, properties.getOrDefault("type", "missing")),
                        "Set it to %s.".formatted(Type.labels())));
        if (type == Type.LOCAL && properties.size() > 1) {
            var others = new TreeMap<>(properties);
            others.remove("type");
            throw new RegionsRefused(
                    "%s.%s.%s says nothing of a local region.".formatted(PREFIX, name, others.firstKey()),
                    "Leave it out; all that is to be said of this machine is below keydesk.local.");
        }
        return type;
    }

    private static Optional<Type> find(@Nullable Object label) {
        return Arrays.stream(Type.values())
                .filter(type -> type.label().equals(label))
                .findFirst();
    }
}
