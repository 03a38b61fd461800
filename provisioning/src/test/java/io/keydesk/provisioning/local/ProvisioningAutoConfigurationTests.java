package io.keydesk.provisioning.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.provisioning.InMemoryRegionClaims;
import io.keydesk.service.provisioning.Provisioner;
import io.keydesk.service.provisioning.RegionClaims;
import io.keydesk.service.work.ReconcileQueue;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ProvisioningAutoConfigurationTests {

    @TempDir
    Path home;

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ProvisioningAutoConfiguration.class))
                .withPropertyValues("keydesk.home=" + home)
                .withBean(ReconcileQueue.class, () -> _ -> {})
                .withBean(RegionClaims.class, InMemoryRegionClaims::new)
                .withBean(Clock.class, Clock::systemUTC)
                .withBean(Catalogue.class);
    }

    @Test
    void givesARegionNamedLocal() {
        application().run(context -> {
            assertThat(context.getBean(Provisioner.class).region().name()).isEqualTo("local");
            assertThat(context.getBean(Provisioner.class).region().healthy()).isTrue();
            assertThat(home.resolve("regions/local")).isDirectory();
        });
    }

    @Test
    void takesTheNameOfTheRegionFromAProperty() {
        application()
                .withPropertyValues("keydesk.local.region=basement")
                .run(context -> assertThat(
                                context.getBean(Provisioner.class).region().name())
                        .isEqualTo("basement"));
    }

    @Test
    void takesTheNameOfTheRegionThatIsConfiguredOnThisMachine() {
        application()
                .withPropertyValues("keydesk.regions.basement.type=local", "keydesk.regions.north.type=kubernetes")
                .run(context -> assertThat(
                                context.getBean(LocalProvisioner.class).region().name())
                        .isEqualTo("basement"));
    }

    @Test
    void leavesThisMachineAloneWhereOnlyOthersAreRegions() {
        application()
                .withPropertyValues("keydesk.regions.north.type=kubernetes")
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(LocalProvisioner.class);
                    assertThat(home).isEmptyDirectory();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "17999-17000", "17000-17004", "80-999", "65000-66000", "17000-", "-1-17000"})
    void refusesARangeOfPortsThatIsNone(String range) {
        application()
                .withPropertyValues("keydesk.local.ports=" + range)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("keydesk.local.ports")
                        .hasStackTraceContaining("such as 17000-17999"));
    }

    @Test
    void refusesAPropertyThatThereIsNot() {
        application()
                .withPropertyValues("keydesk.local.port=17000-17999")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining("[keydesk.local.port]"));
    }

    @Test
    void startsWithoutAUsableServerAndSaysSo() {
        application()
                .withPropertyValues("keydesk.local.valkey-server=/nowhere/valkey-server")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean(Provisioner.class).region().message())
                            .contains("/nowhere/valkey-server");
                });
    }
}
