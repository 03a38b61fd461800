package io.keydesk.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;

/** An OpenID Connect issuer over HTTP, with a key of its own. It has its address at once, and answers when it is started. */
final class OidcIssuer implements AutoCloseable {

    private static final String KEY = "key-1";

    private final HttpServer server;
    private final RSAKey key = newKey();

    OidcIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, """
                        {"issuer": "%1$s", "jwks_uri": "%1$s/keys"}""".formatted(uri())));
        server.createContext("/keys", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
    }

    void start() {
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A token that is good for an hour, with what a test makes of its claims. */
    String token(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return signed(key, claims);
    }

    /** The same, signed with another key of the same name. */
    String forged(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return signed(newKey(), claims);
    }

    private String signed(RSAKey with, UnaryOperator<JWTClaimsSet.Builder> claims) {
        var good = new JWTClaimsSet.Builder()
                .issuer(uri())
                .audience("keydesk")
                .subject("4711")
                .claim("preferred_username", "dana")
                .claim("keydesk_roles", List.of("tenant:demo:requester"))
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY).build();
            var token = new SignedJWT(header, claims.apply(good).build());
            token.sign(new RSASSASigner(with));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(KEY).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            var body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
