package io.keydesk.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.access.Role.Admin;
import io.keydesk.service.access.Role.Approver;
import io.keydesk.service.access.Role.Requester;
import io.keydesk.service.access.Role.TenantApprover;
import io.keydesk.service.access.Role.Viewer;
import io.keydesk.service.tenant.SampleTenants;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CallerTests {

    static Stream<Arguments> rights() {
        return Stream.of(
                //                                                    sees   files  credentials decides
                Arguments.of(new Viewer(SampleTenants.DEMO), true, false, false, false),
                Arguments.of(new Requester(SampleTenants.DEMO), true, true, true, false),
                Arguments.of(new Viewer(SampleTenants.ACME), false, false, false, false),
                Arguments.of(new Requester(SampleTenants.ACME), false, false, false, false),
                Arguments.of(new TenantApprover(SampleTenants.DEMO), true, false, false, true),
                Arguments.of(new TenantApprover(SampleTenants.ACME), false, false, false, false),
                Arguments.of(new Approver(), true, false, false, true),
                Arguments.of(new Admin(), true, true, false, true));
    }

    @ParameterizedTest
    @MethodSource("rights")
    void hasTheRightsOfItsRole(Role role, boolean sees, boolean files, boolean credentials, boolean decides) {
        var caller = new Caller("somebody", List.of(role));

        assertThat(caller.sees(SampleTenants.DEMO)).as("sees").isEqualTo(sees);
        assertThat(caller.mayFileFor(SampleTenants.DEMO)).as("files").isEqualTo(files);
        assertThat(caller.isRequesterOf(SampleTenants.DEMO)).as("credentials").isEqualTo(credentials);
        assertThat(caller.decidesFor(SampleTenants.DEMO)).as("decides").isEqualTo(decides);
    }

    @Test
    void isLimitedToTheTenantsOfItsRoles() {
        var caller = new Caller("both", List.of(new Viewer(SampleTenants.ACME), new Requester(SampleTenants.DEMO)));

        assertThat(caller.limitedTo()).contains(Set.of("acme", "demo"));
    }

    @Test
    void isLimitedToTheTenantsThatItDecidesFor() {
        var caller = new Caller("tess", List.of(new TenantApprover(SampleTenants.DEMO)));

        assertThat(caller.limitedTo()).contains(Set.of("demo"));
        assertThat(caller.decides()).isFalse();
    }

    @Test
    void isLimitedToNothingWithoutRoles() {
        assertThat(new Caller("nobody", List.of()).limitedTo()).contains(Set.of());
    }

    @Test
    void isNotLimitedWhenItDecides() {
        var caller = new Caller("ada", List.of(new Approver(), new Viewer(SampleTenants.DEMO)));

        assertThat(caller.limitedTo()).isEqualTo(Optional.empty());
    }
}
