package io.keydesk.service.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What tenants can choose from. */
public final class Catalogue {

    public static final String CURRENCY = "EUR";

    private static final long MIB = 1024L * 1024;

    /** About four connections a MB of memory, and 10,000 at least: as Aiven counts them. */
    private static final List<Plan> PLANS = List.of(
            new Plan("xs", 256 * MIB, 1, 10_000, new BigDecimal("15"), "For trying and for small teams."),
            new Plan("s", 1024 * MIB, 1, 10_000, new BigDecimal("45"), "For one service in production."),
            new Plan("m", 4096 * MIB, 2, 16_384, new BigDecimal("160"), "For busy services."),
            new Plan("l", 16_384 * MIB, 4, 65_536, new BigDecimal("600"), "For large data sets."));

    public List<Plan> plans() {
        return PLANS;
    }

    public Optional<Plan> plan(String name) {
        return PLANS.stream().filter(plan -> plan.name().equals(name)).findFirst();
    }

    /** The plan of something that is stored, which was checked when it was filed. */
    public Plan storedPlan(String name) {
        return plan(name).orElseThrow(() -> new IllegalStateException("a stored plan is no longer offered: " + name));
    }

    /** Bytes that these plans, as they are stored, have together. */
    public long memoryOf(List<String> plans) {
        return plans.stream().mapToLong(name -> storedPlan(name).memoryBytes()).sum();
    }

    public List<Setting> settings() {
        return Settings.ALL;
    }

    public Optional<Setting> setting(String name) {
        return Settings.find(name);
    }

    /** The releases of Valkey that are known, oldest first. Which of them can run is for each region to say. */
    public List<Release> releases() {
        return Releases.ALL;
    }

    public Optional<Release> release(Version version) {
        return Releases.find(version);
    }

    /** Every setting with the value that a cluster of this purpose has before anybody changes one. */
    public SortedMap<String, String> defaults(Purpose purpose) {
        var values = new TreeMap<String, String>();
        Settings.ALL.forEach(setting -> values.put(setting.name(), setting.defaultValue()));
        values.putAll(purpose.settings());
        return values;
    }
}
