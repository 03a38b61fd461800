package io.keydesk.provisioning.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keydesk.provisioning.region.ConfiguredRegions.Type;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

class ConfiguredRegionsTests {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void areThisMachineWhereNoneIsNamed() {
        var regions = ConfiguredRegions.of(environment);

        assertThat(regions.types()).isEmpty();
        assertThat(regions.local("local")).contains("local");
    }

    @Test
    void areThoseThatAreNamed() {
        environment
                .withProperty("keydesk.regions.north.type", "kubernetes")
                .withProperty("keydesk.regions.north.tenant-namespaces[0]", "shop-*")
                .withProperty("keydesk.regions.basement.type", "local");

        var regions = ConfiguredRegions.of(environment);

        assertThat(regions.names(Type.KUBERNETES)).containsExactly("north");
        assertThat(regions.local("local")).contains("basement");
    }

    @Test
    void areNotThisMachineWhereOnlyOthersAreNamed() {
        environment.withProperty("keydesk.regions.north.type", "kubernetes");

        assertThat(ConfiguredRegions.of(environment).local("local")).isEmpty();
    }

    @Test
    void canBeNamedInTheEnvironmentOfTheProcess() {
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "systemEnvironment", Map.of("KEYDESK_REGIONS_NORTH_TYPE", "kubernetes")));

        assertThat(ConfiguredRegions.of(environment).names(Type.KUBERNETES)).containsExactly("north");
    }

    @Test
    void refuseASecondLocalOne() {
        environment
                .withProperty("keydesk.regions.cellar.type", "local")
                .withProperty("keydesk.regions.attic.type", "local");

        assertRefused("The regions attic and cellar are all of type local", "Leave all but one of them out");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            north.type | kubernets | keydesk.regions.north.type is kubernets.               | Set it to local or kubernetes.
            north.typo | local     | keydesk.regions.north.type is missing.                 | Set it to local or kubernetes.
            n_th.type  | local     | A region cannot have the name n_th (keydesk.regions.   | Choose a DNS label
            """)
    void refuseARegionThatIsNone(String property, String value, String what, String wayOut) {
        environment.withProperty("keydesk.regions." + property, value);

        assertRefused(what, wayOut);
    }

    @Test
    void refuseWhatSaysNothingOfALocalOne() {
        environment
                .withProperty("keydesk.regions.local.type", "local")
                .withProperty("keydesk.regions.local.namespace", "valkey-system");

        assertRefused("keydesk.regions.local.namespace says nothing of a local region.", "below keydesk.local.");
    }

    private void assertRefused(String what, String wayOut) {
        var refused = catchThrowableOfType(RegionsRefused.class, () -> ConfiguredRegions.of(environment));

        var analysis = new RegionsRefusedAnalyzer().analyze(new IllegalStateException(refused));
        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains(what);
        assertThat(analysis.getAction()).contains(wayOut);
    }
}
