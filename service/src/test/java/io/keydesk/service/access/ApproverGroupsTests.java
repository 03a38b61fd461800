package io.keydesk.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Role.Requester;
import io.keydesk.service.access.Role.TenantApprover;
import io.keydesk.service.tenant.SampleTenants;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApproverGroupsTests {

    private static final Requester REQUESTER = new Requester(SampleTenants.ACME);

    private final ApproverGroups groups =
            new ApproverGroups(Map.of(SampleTenants.DEMO, List.of("ann", "bob"), SampleTenants.ACME, List.of("bob")));

    @Test
    void letsThoseWhoAreNamedDecideBesideWhatTheirTokensSay() {
        var ann = groups.caller("ann", List.of(REQUESTER));

        assertThat(ann.roles()).containsExactly(REQUESTER, new TenantApprover(SampleTenants.DEMO));
        assertThat(ann.decidesFor(SampleTenants.ACME)).isFalse();
    }

    @Test
    void letsOneDecideForSeveralTenants() {
        assertThat(groups.caller("bob", List.of()).limitedTo().orElseThrow()).containsExactly("acme", "demo");
    }

    @Test
    void givesNothingToAnybodyElse() {
        assertThat(groups.caller("Ann", List.of(REQUESTER)).roles()).containsExactly(REQUESTER);
    }

    @Test
    void countsARoleOnceThatTheTokenHasToo() {
        var role = new TenantApprover(SampleTenants.DEMO);

        assertThat(groups.caller("ann", List.of(role)).roles()).containsExactly(role);
    }
}
