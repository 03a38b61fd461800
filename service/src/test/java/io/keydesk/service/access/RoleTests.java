package io.keydesk.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.tenant.TenantSlug;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleTests {

    static Stream<Role> roles() {
        var demo = new TenantSlug("demo");
        return Stream.of(
                new Role.Viewer(demo),
                new Role.Requester(demo),
                new Role.TenantApprover(demo),
                new Role.Approver(),
                new Role.Admin());
    }

    @ParameterizedTest
    @MethodSource("roles")
    void readsWhatItWrites(Role role) {
        assertThat(Role.parse(role.toString())).contains(role);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "root",
                "Admin",
                "admin:",
                "approver:demo",
                "tenant",
                "tenant:demo",
                "tenant::viewer",
                "tenant:demo:owner",
                "tenant::approver",
                "tenant:demo:approver:",
                "tenant:Demo:viewer",
                "tenant:demo:viewer:",
                "tenant:demo: viewer"
            })
    void readsNothingElse(String text) {
        assertThat(Role.parse(text)).isEmpty();
    }
}
