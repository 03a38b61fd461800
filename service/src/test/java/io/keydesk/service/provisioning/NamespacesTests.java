package io.keydesk.service.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.keydesk.service.tenant.TenantSlug;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacesTests {

    private static final TenantSlug DEMO = new TenantSlug("demo");

    @ParameterizedTest
    @CsvSource({
        "*, kube-system, true",
        "shop, shop, true",
        "shop, shop-2, false",
        "shop-*, shop-2, true",
        "shop-*, shop-, true",
        "shop-*, shop, false",
        "shop-*, my-shop-2, false",
        "*-shop-*, my-shop-2, true",
        "{tenant}, demo, true",
        "{tenant}, acme, false",
        "{tenant}-*, demo-web, true",
        "{tenant}-*, acme-web, false",
        "team-{tenant}-*, team-demo-web, true"
    })
    void allowWhatMatchesAPattern(String pattern, String namespace, boolean allowed) {
        assertThat(new Namespaces(List.of(pattern), List.of()).allow(namespace, DEMO))
                .isEqualTo(allowed);
    }

    @Test
    void allowWhatMatchesOneOfSeveralPatterns() {
        assertThat(new Namespaces(List.of("a", "b"), List.of()).allow("b", DEMO))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"default, false", "kube-system, false", "valkey-system, false", "shop, true"})
    void refuseWhateverIsAllowed(String namespace, boolean allowed) {
        var all = new Namespaces(List.of("*", "kube-system"), List.of("default", "kube-*", "valkey-system"));

        assertThat(all.allow(namespace, DEMO)).isEqualTo(allowed);
    }

    @Test
    void sayTheRuleForATenant() {
        assertThat(Namespaces.ANY.rule(DEMO)).isEqualTo("match *");
        assertThat(new Namespaces(List.of("{tenant}", "{tenant}-*"), List.of("demo-x", "kube-*")).rule(DEMO))
                .isEqualTo("match demo or demo-*, but not demo-x or kube-*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "shop.*", "{team}-*", "[a-z]", "a b"})
    void refusePatternsThatNoNamespaceMatches(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Namespaces(List.of("*"), List.of(pattern)))
                .withMessageContaining("{tenant}");
    }

    @Test
    void refuseToAllowNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Namespaces(List.of(), List.of()));
    }
}
