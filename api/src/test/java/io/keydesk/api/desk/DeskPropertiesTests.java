package io.keydesk.api.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keydesk.service.approval.ApprovalRules;
import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.tenant.EnvironmentQuota;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DeskPropertiesTests {

    private static final long MIB = 1024L * 1024;

    @Test
    void bindsWhatIsNarrowerForAnEnvironment() {
        var tenant = tenant(Map.of(
                "keydesk.tenants.blue-team.environments.production.clusters", "2",
                "keydesk.tenants.blue-team.environments.development.memory", "4GB"));

        assertThat(tenant.clusters()).isEqualTo(10);
        assertThat(tenant.environmentQuotas())
                .containsExactly(
                        new EnvironmentQuota(Environment.DEVELOPMENT, null, 4096 * MIB),
                        new EnvironmentQuota(Environment.PRODUCTION, 2, null));
    }

    @Test
    void laysTheRulesOfATenantOverThoseOfAll() {
        var properties = bind(Map.of(
                "keydesk.approval.small-cluster", "1GB",
                "keydesk.approval.settings-without-restart", "true",
                "keydesk.tenants.blue-team.approval.four-eyes", "false",
                "keydesk.tenants.blue-team.approval.auto-approve-small-development", "true",
                "keydesk.tenants.red-team.approval.small-cluster", "512MB",
                "keydesk.tenants.red-team.approval.settings-without-restart", "false"));
        var all = properties.approval().rules();

        assertThat(rules(properties, "blue-team", all))
                .isEqualTo(new ApprovalRules(false, true, true, 1024 * MIB, true));
        assertThat(rules(properties, "red-team", all))
                .isEqualTo(new ApprovalRules(true, true, false, 512 * MIB, false));
    }

    @Test
    void namesTheApproversOfATenant() {
        var tenant = tenant(Map.of("keydesk.tenants.blue-team.approvers", "ann,bob@example.com"));

        assertThat(tenant.approvers()).containsExactly("ann", "bob@example.com");
    }

    @Test
    void leavesATenantAsAllAre() {
        var properties = bind(Map.of("keydesk.tenants.blue-team.clusters", "3"));
        var all = properties.approval().rules();

        assertThat(rules(properties, "blue-team", all)).isEqualTo(all);
        assertThat(tenant(properties, "blue-team").environmentQuotas()).isEmpty();
        assertThat(tenant(properties, "blue-team").approvers()).isEmpty();
    }

    @Test
    void refusesAnEnvironmentThatIsNone() {
        assertThatThrownBy(() -> bind(Map.of("keydesk.tenants.blue-team.environments.test.clusters", "2")))
                .isInstanceOf(BindException.class);
    }

    private static ApprovalRules rules(DeskProperties properties, String tenant, ApprovalRules all) {
        return tenant(properties, tenant).approval().over(all);
    }

    private static DeskProperties.TenantProperties tenant(Map<String, String> properties) {
        return tenant(bind(properties), "blue-team");
    }

    private static DeskProperties.TenantProperties tenant(DeskProperties properties, String slug) {
        return Objects.requireNonNull(properties.tenants().get(slug));
    }

    private static DeskProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("keydesk", DeskProperties.class);
    }
}
