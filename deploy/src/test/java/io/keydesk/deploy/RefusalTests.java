package io.keydesk.deploy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nobody can have meant is refused before anything is installed. */
class RefusalTests {

    /** Names that look right are the worst: what they say would be ignored in silence. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replica                                  | 3                         | replica
            image.tags                               | 1.0                       | tags
            oidc.issuer                              | https://sso.example.com   | issuer
            regions.main.tenant-namespaces           | shop                      | tenant-namespaces
            regions.main.kubeconfig.secret           | main                      | secret
            tenants.shop.cluster                     | 3                         | cluster
            networkPolicy.egress                     | none                      | egress
            """)
    void refusesMisspelledNames(String name, String value, String said) {
        refuses(name, value, said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image.tag                                | latest                    | /image/tag
            regions.main.image                       | valkey/valkey:latest      | /regions/main/image
            regions.main.image                       | valkey/valkey             | /regions/main/image
            regions.main.antiAffinity                | never                     | /regions/main/antiAffinity
            regions.main.reach                       | tunnel                    | /regions/main/reach
            regions.Main.namespace                   | valkey                    | Main
            database.url                             | jdbc:mysql://db/keydesk   | /database/url
            database.url                             | jdbc:postgresql://db/keydesk?user=u&password=p | /database/url
            terminationGracePeriodSeconds            | 10                        | /terminationGracePeriodSeconds
            heap                                     | half                      | /heap
            """)
    void refusesValuesThatMakeNoSense(String name, String value, String said) {
        refuses(name, value, said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            database.url                             | ''                        | database.url: name a PostgreSQL
            database.secretName                      | ''                        | database.secretName: name an existing Secret
            oidc.issuerUri                           | ''                        | oidc.issuerUri: name whose tokens are valid
            regions.main                             | null                      | regions: name one at least
            regions.other.reach                      | direct                    | another region has the namespace valkey-system already
            """)
    void saysWhatIsMissing(String name, String value, String said) {
        refuses(name, value, said);
    }

    private static void refuses(String name, String value, String said) {
        assertThatThrownBy(() -> Chart.render(Chart.values("minimal"), Map.of(name, value)))
                .hasMessageContaining(said);
    }
}
