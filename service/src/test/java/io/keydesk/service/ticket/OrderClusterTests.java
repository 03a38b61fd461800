package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.provisioning.Namespaces;
import io.keydesk.service.provisioning.Region;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderClusterTests {

    private static final String FORTY = "a".repeat(40);

    @Test
    void acceptsACompleteOrder() {
        assertThat(errorFields(with(Map.of("timeout", 300)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "orders-cache", "a1", "a--b", "x-9", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
    void acceptsDnsLabelsAsNames(String name) {
        assertThat(errorFields(named(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "1a",
                "A",
                "a_b",
                "a.b",
                "a b",
                "ä",
                "a\n",
                "../a",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesOtherNames(String name) {
        assertThat(errorFields(named(name))).containsExactly("name");
    }

    @Test
    void takesNamesOfAtMostFortyCharacters() {
        assertThat(List.of(errorFields(named(FORTY)), errorFields(named(FORTY + "a"))))
                .containsExactly(List.of(), List.of("name"));
    }

    @ParameterizedTest
    @CsvSource({
        "cache, development, s, local, purpose, 'session-cache, rate-limiting, api-cache, feature-flags, pub-sub, locks, other'",
        "SESSION_CACHE, development, s, local, purpose, session-cache",
        "session-cache, prod, s, local, environment, 'development, staging, production'",
        "session-cache, development, xxl, local, plan, 'xs, s, m, l'",
        "session-cache, development, s, mars, region, 'local, old'",
        "session-cache, development, s, '', region, 'local, old'"
    })
    void saysWhichChoicesThereAre(
            String purpose, String environment, String plan, String region, String field, String choices) {
        var order = new OrderCluster("cache", purpose, environment, plan, region, List.of("shop"), Map.of());

        assertThat(order.errors(Offers.ofTwoRegions())).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.message()).contains(choices);
        });
    }

    @Test
    void takesTheOnlyRegionWhenNoneIsNamed() {
        var order = new OrderCluster("cache", "locks", "staging", "s", "", List.of("shop"), Map.of());

        assertThat(order.errors(Offers.of(Offers.LOCAL))).isEmpty();
        assertThat(order.canonical(Offers.of(Offers.LOCAL)).region()).isEqualTo("local");
    }

    @Test
    void refusesAnOrderWithoutNamespaces() {
        assertThat(errorFields(open(List.of()))).containsExactly("namespaces");
    }

    @Test
    void takesTwentyNamespaces() {
        assertThat(errorFields(open(namespaces(20)))).isEmpty();
    }

    @Test
    void refusesTwentyOneNamespaces() {
        assertThat(errorFields(open(namespaces(21)))).containsExactly("namespaces");
    }

    @Test
    void refusesANamespaceThatIsNamedTwice() {
        assertThat(errorFields(open(List.of("shop", "checkout", "shop")))).containsExactly("namespaces");
    }

    @Test
    void saysWhichNamespaceIsNoDnsLabel() {
        assertThat(errorFields(open(List.of("shop", "Shop", "0-day", "a".repeat(63), "a".repeat(64), "-"))))
                .containsExactly("namespaces[1]", "namespaces[4]", "namespaces[5]");
    }

    @Test
    void refusesNamespacesThatTheRegionKeepsForItself() {
        var north = Offers.guarded(new Namespaces(List.of("{tenant}-*", "shop"), List.of("*-internal")));
        var order = new OrderCluster(
                "cache",
                "locks",
                "staging",
                "s",
                "north",
                List.of("shop", "demo-web", "kube-system", "demo-internal"),
                Map.of());

        assertThat(order.errors(Offers.of(north)))
                .containsExactly(new FieldError("namespaces[2]", """
                                a namespace in region north must match demo-* or shop, but not *-internal, and kube-system \
                                does not: name another, or ask those who run keydesk"""), new FieldError("namespaces[3]", """
                                a namespace in region north must match demo-* or shop, but not *-internal, and \
                                demo-internal does not: name another, or ask those who run keydesk"""));
    }

    @Test
    void refusesSettingsThatNobodyMayChange() {
        assertThat(errorFields(with(Map.of("maxmemory", "1gb", "timeout", 60)))).containsExactly("settings.maxmemory");
    }

    @Test
    void saysTheRuleThatAValueBreaks() {
        assertThat(with(Map.of("timeout", 19)).errors(Offers.ofTwoRegions()))
                .containsExactly(new FieldError(
                        "settings.timeout", "timeout must be 0, or a whole number from 20 to 31536000 s, not 19"));
    }

    @ParameterizedTest
    @CsvSource({"s, 1, true", "s, 2, false", "m, 2, true", "m, 3, false", "l, 4, true", "l, 5, false"})
    void limitsThreadsToTheCpusOfThePlan(String plan, int threads, boolean accepted) {
        var order = new OrderCluster(
                "cache", "locks", "staging", plan, "local", List.of("shop"), Map.of("io-threads", threads));

        assertThat(errorFields(order)).isEqualTo(accepted ? List.of() : List.of("settings.io-threads"));
    }

    @Test
    void refusesSettingsThatTheRegionsEngineDoesNotKnow() {
        var settings = Map.<String, Object>of("maxmemory-clients", "20%");
        var order = new OrderCluster("cache", "locks", "staging", "s", "old", List.of("shop"), settings);

        assertThat(order.errors(Offers.ofTwoRegions()))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("7.0").contains("old"));
    }

    @Test
    void acceptsEverySettingWhileTheEngineIsNotKnown() {
        var unknown = new Region("local", "local", false, "no binary yet", null);

        assertThat(with(Map.of("maxmemory-clients", "20%")).errors(Offers.of(unknown)))
                .isEmpty();
    }

    @Test
    void findsEveryErrorAtOnce() {
        var order = new OrderCluster("A", "b", "c", "d", "e", List.of(), Map.of("f", 1));

        assertThat(errorFields(order))
                .containsExactly("name", "purpose", "environment", "plan", "region", "namespaces", "settings.f");
    }

    @Test
    void keepsCanonicalValuesOnly() {
        var canonical = with(Map.of("timeout", 300, "activedefrag", true)).canonical(Offers.ofTwoRegions());

        assertThat(canonical.settings()).isEqualTo(Map.of("timeout", "300", "activedefrag", "yes"));
    }

    @Test
    void givesEverySettingAValue() {
        var order =
                new OrderCluster("cache", "locks", "staging", "s", "local", List.of("shop"), Map.of("timeout", 300));

        var state = order.effectOn(Optional.empty(), Offers.ofTwoRegions());

        var expected = new TreeMap<>(Map.of("timeout", "300", "maxmemory-policy", "noeviction"));
        Offers.CATALOGUE.settings().forEach(setting -> expected.putIfAbsent(setting.name(), setting.defaultValue()));
        assertThat(state.settings()).isEqualTo(expected);
        assertThat(state.deleted()).isFalse();
    }

    @Test
    void canBeUndone() {
        assertThat(named("cache").canBeUndone()).isTrue();
    }

    private static List<String> errorFields(OrderCluster order) {
        return order.errors(Offers.ofTwoRegions()).stream()
                .map(FieldError::field)
                .toList();
    }

    private static OrderCluster named(String name) {
        return new OrderCluster(name, "session-cache", "development", "s", "local", List.of("shop"), Map.of());
    }

    private static OrderCluster open(List<String> namespaces) {
        return new OrderCluster("cache", "session-cache", "development", "s", "local", namespaces, Map.of());
    }

    private static OrderCluster with(Map<String, Object> settings) {
        return new OrderCluster("cache", "session-cache", "development", "s", "local", List.of("shop"), settings);
    }

    private static List<String> namespaces(int count) {
        return IntStream.range(0, count).mapToObj(i -> "team-" + i).toList();
    }
}
