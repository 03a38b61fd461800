package io.keydesk.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Tokens of a real issuer, which does not answer yet when keydesk starts, on an address that is not loopback. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=0.0.0.0",
            "keydesk.local.ports=18500-18599",
            "keydesk.security.local-tokens=false",
            "keydesk.security.oidc.audience=keydesk"
        })
@ContextConfiguration(initializers = FreshHome.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DirtiesContext
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
class OidcTests {

    private static final OidcIssuer ISSUER = new OidcIssuer();

    private final HttpDesk anybody;

    OidcTests(@LocalServerPort int port) {
        anybody = new HttpDesk(port, "");
    }

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("keydesk.security.oidc.issuer-uri", ISSUER::uri);
    }

    @BeforeAll
    void refusesForNowUntilTheIssuerAnswers() {
        var reply = asks(ISSUER.token(good -> good)).expect(503);
        assertThat(reply.at("type")).isEqualTo("/problems/unavailable");
        assertThat(reply.header("Retry-After")).isEqualTo("5");
        anybody.get("/actuator/health/readiness").expect(200);

        ISSUER.start();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> asks(ISSUER.token(good -> good)).status() == 200);
    }

    @AfterAll
    void end() {
        ISSUER.close();
    }

    @Test
    void takesAGoodToken() {
        var me = asks(ISSUER.token(good -> good)).expect(200);

        assertThat(me.at("name")).isEqualTo("dana");
        assertThat(me.at("tenants.0.slug")).isEqualTo("demo");
    }

    @Test
    void letsCallersDoWhatTheirRolesAllow() {
        var ticket =
                anybody.as(ISSUER.token(good -> good)).post("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "oidc", "purpose": "other", "plan": "xs",
                          "environment": "production", "namespaces": ["shop"]}}""").expect(201);
        var approver = anybody.as(
                ISSUER.token(good -> good.claim("preferred_username", "ada").claim("keydesk_roles", "approver owner")));

        assertThat(ticket.at("requester")).isEqualTo("dana");
        assertThat(approver.get("/v1/tickets/" + ticket.at("id")).at("canDecide.allowed"))
                .isEqualTo("true");
    }

    @Test
    void knowsACallerWithoutRoles() {
        var nobody = ISSUER.token(good -> good.claim("keydesk_roles", null));

        assertThat(asks(nobody).expect(200).json().at("/roles")).isEmpty();
        anybody.as(nobody).get("/v1/tickets").expect(200);
        anybody.as(nobody).post("/v1/tickets", """
                        {"request": {"kind": "order-cluster", "name": "oidc", "purpose": "other", "plan": "xs",
                          "environment": "production", "namespaces": ["shop"]}}""").expect(403);
    }

    @Test
    void readsNoOtherClaimForRoles() {
        var other = ISSUER.token(good -> good.claim("keydesk_roles", null)
                .claim("roles", "admin")
                .claim("realm_access", Map.of("roles", "admin")));

        assertThat(asks(other).expect(200).json().at("/roles")).isEmpty();
    }

    @Test
    void refusesATokenThatHasExpired() {
        refuses(good -> good.expirationTime(Date.from(Instant.now().minus(Duration.ofMinutes(2)))), "expired");
    }

    @Test
    void refusesATokenThatNeverExpires() {
        refuses(good -> good.expirationTime(null), "exp is required");
    }

    @Test
    void refusesATokenOfAnotherIssuer() {
        refuses(good -> good.issuer("https://elsewhere.example"), "iss claim");
    }

    @Test
    void refusesATokenForAnotherService() {
        refuses(good -> good.audience(List.of("shop", "billing")), "aud claim");
    }

    @Test
    void refusesATokenThatSomebodyElseHasSigned() {
        var forged = asks(ISSUER.forged(good -> good)).expect(401);

        assertThat(forged.at("detail")).contains("missing, wrong or expired").doesNotContain("ignature");
    }

    @Test
    void refusesTokensThatAreNone() {
        asks("").expect(401);
        asks("dev-admin").expect(401);
        asks("a.b.c").expect(401);
    }

    private void refuses(UnaryOperator<JWTClaimsSet.Builder> claims, String why) {
        var reply = asks(ISSUER.token(claims)).expect(401);

        assertThat(reply.at("type")).isEqualTo("/problems/unauthenticated");
        assertThat(reply.at("detail")).contains(why, "Authorization: Bearer");
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
    }

    private HttpDesk.Reply asks(String token) {
        return anybody.as(token).get("/v1/me");
    }
}
