package io.keydesk.api.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.keydesk.api.security.TokenProperties.OidcProperties;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/**
 * Decodes the tokens of an issuer that need not be there yet when keydesk starts: it is asked where its keys are with the
 * first token, and again until it answers (OpenID Connect Discovery 1.0). Keys that were read are good for an hour while it
 * is away again.
 */
final class OidcDecoder implements JwtDecoder {

    private static final Logger log = LoggerFactory.getLogger(OidcDecoder.class);

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final Duration KEYS_OUTLAST = Duration.ofHours(1);

    /** Callers do not wait one after the other for an issuer that did not answer a moment ago. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String issuer;
    private final OAuth2TokenValidator<Jwt> validator;
    private final JwtDecoder decoder = new SupplierJwtDecoder(this::discover);
    private @Nullable IllegalStateException trouble;
    private long triedAt;

    OidcDecoder(String issuer, OidcProperties properties) {
        this.issuer = issuer;
        this.validator = validator(issuer, properties.audience());
    }

    /** @throws JwtException where the token is wrong, or nobody can say whether it is */
    @Override
    public Jwt decode(String token) {
        try {
            return decoder.decode(token);
        } catch (JwtDecoderInitializationException e) {
            throw new JwtException("The issuer does not tell its keys", e);
        }
    }

    /** One caller at a time comes here. */
    private JwtDecoder discover() {
        var earlier = trouble;
        if (earlier != null && System.nanoTime() - triedAt < PAUSE.toNanos()) {
            throw earlier;
        }
        try {
            var found = NimbusJwtDecoder.withJwkSource(keys())
                    .jwsAlgorithms(algorithms -> algorithms.addAll(List.of(SignatureAlgorithm.values())))
                    .build();
            found.setJwtValidator(validator);
            log.atInfo().addKeyValue("issuer", issuer).log("The issuer has told where its keys are");
            return found;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            trouble = new IllegalStateException(e);
            triedAt = System.nanoTime();
            if (earlier == null) {
                log.atWarn()
                        .setMessage("The issuer does not tell where its keys are: callers are refused until it does")
                        .addKeyValue("issuer", issuer)
                        .addKeyValue("why", e)
                        .log();
            }
            throw trouble;
        }
    }

    private JWKSource<SecurityContext> keys() throws IOException, ParseException {
        var http = new DefaultResourceRetriever((int) CONNECT.toMillis(), (int) ANSWER.toMillis(), LARGEST_ANSWER);
        var address = URI.create(issuer.replaceAll("/$", "") + DISCOVERY).toURL();
        var metadata = JSONObjectUtils.parse(http.retrieveResource(address).getContent());
        if (!issuer.equals(metadata.get("issuer"))) {
            throw new IllegalArgumentException("it calls itself " + metadata.get("issuer"));
        }
        var keys = URI.create(String.valueOf(metadata.get("jwks_uri"))).toURL();
        return JWKSourceBuilder.create(keys, http)
                .refreshAheadCache(false)
                .outageTolerant(KEYS_OUTLAST.toMillis())
                .build();
    }

    /** Beside the signature: the types of RFC 7519 and RFC 9068, the time, the issuer, the audience. */
    private static OAuth2TokenValidator<Jwt> validator(String issuer, @Nullable String audience) {
        var type = new JwtTypeValidator("JWT", "at+jwt");
        type.setAllowEmpty(true);
        var time = new JwtTimestampValidator();
        time.setAllowEmptyExpiryClaim(false);
        var validators = new ArrayList<OAuth2TokenValidator<Jwt>>(List.of(type, time, new JwtIssuerValidator(issuer)));
        if (audience != null) {
            validators.add(new JwtAudienceValidator(audience));
        }
        return JwtValidators.createDefaultWithValidators(validators);
    }
}
