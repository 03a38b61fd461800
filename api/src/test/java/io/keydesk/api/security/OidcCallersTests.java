package io.keydesk.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keydesk.api.security.TokenProperties.OidcProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;

class OidcCallersTests {

    @Test
    void areNamedByTheirPreferredNameElseByTheirSubject() {
        assertThat(caller(Map.of("preferred_username", "dana", "sub", "4711")).getName())
                .isEqualTo("dana");
        assertThat(caller(Map.of("sub", "4711")).getName()).isEqualTo("4711");
    }

    @Test
    void areNamedByTheClaimThatIsConfiguredAndNoOther() {
        var callers = callers("keydesk_roles", "email");

        assertThat(callers.convert(jwt(Map.of("email", "dana@example.org", "sub", "4711")))
                        .getName())
                .isEqualTo("dana@example.org");
        assertThatExceptionOfType(OidcCallers.Nameless.class)
                .isThrownBy(() -> callers.convert(jwt(Map.of("sub", "4711"))))
                .withMessage("The token names nobody in email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keydesk", "policy:small", " ", "a\u0000b", "a\nb"})
    void passForNobodyElse(String name) {
        assertThat(caller(Map.of("preferred_username", name, "sub", "4711")).getName())
                .isEqualTo("4711");
        assertThatExceptionOfType(OidcCallers.Nameless.class).isThrownBy(() -> caller(Map.of("sub", name)));
    }

    @Test
    void haveRolesOfAList() {
        assertThat(roles(caller(Map.of(
                        "sub", "4711", "keydesk_roles", List.of("approver", "tenant:demo:requester", "approver")))))
                .containsExactly("approver", "tenant:demo:requester");
    }

    @Test
    void haveRolesOfWords() {
        assertThat(roles(caller(Map.of("sub", "4711", "keydesk_roles", "admin  tenant:demo:viewer"))))
                .containsExactly("admin", "tenant:demo:viewer");
    }

    @Test
    void haveNoRolesThatKeydeskDoesNotKnow() {
        assertThat(roles(caller(Map.of(
                        "sub", "4711", "keydesk_roles", List.of("ADMIN", "owner", "tenant:demo", 7, "approver")))))
                .containsExactly("approver");
        assertThat(roles(caller(Map.of("sub", "4711", "keydesk_roles", 7)))).isEmpty();
        assertThat(roles(caller(Map.of("sub", "4711")))).isEmpty();
    }

    @Test
    void haveRolesOfANestedClaim() {
        var callers = callers("realm_access.roles", null);

        assertThat(roles(callers.convert(
                        jwt(Map.of("sub", "4711", "realm_access", Map.of("roles", List.of("offline", "admin")))))))
                .containsExactly("admin");
        assertThat(roles(callers.convert(jwt(Map.of("sub", "4711", "realm_access", "admin")))))
                .isEmpty();
    }

    @Test
    void haveRolesOfAClaimWhoseNameHasDots() {
        var callers = callers("https://keydesk.example/roles", null);

        assertThat(roles(callers.convert(jwt(Map.of("sub", "4711", "https://keydesk.example/roles", "admin")))))
                .containsExactly("admin");
    }

    private static Authentication caller(Map<String, Object> claims) {
        return callers("keydesk_roles", null).convert(jwt(claims));
    }

    private static OidcCallers callers(String rolesClaim, @Nullable String usernameClaim) {
        return new OidcCallers(new OidcProperties("https://issuer.example", null, rolesClaim, usernameClaim));
    }

    private static Jwt jwt(Map<String, Object> claims) {
        return Jwt.withTokenValue("token")
                .header("alg", "RS256")
                .claims(all -> all.putAll(claims))
                .build();
    }

    private static List<String> roles(Authentication caller) {
        return caller.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .toList();
    }
}
