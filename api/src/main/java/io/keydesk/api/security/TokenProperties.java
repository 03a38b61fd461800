package io.keydesk.api.security;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Whose tokens are valid.
 *
 * @param localTokens whether the fixed, well-known tokens are; only on a loopback address. They are unless an issuer is named
 * @param oidc the issuer of real tokens
 */
@Validated
@ConfigurationProperties(prefix = "keydesk.security", ignoreUnknownFields = false)
record TokenProperties(
        @Nullable Boolean localTokens, @Valid @DefaultValue OidcProperties oidc) {

    boolean takesLocalTokens() {
        return Objects.requireNonNullElseGet(localTokens, () -> oidc.issuerUri() == null);
    }

    /**
     * @param issuerUri of the OpenID Connect provider, as it stands in its tokens; below it, discovery finds the keys
     * @param audience that tokens must be made for; without it, tokens for any other service of the issuer are good here
     * @param rolesClaim the claim that has the roles as a list or as words; dots lead into nested claims
     * @param usernameClaim the claim that names the caller; without it, {@code preferred_username}, else {@code sub}
     */
    record OidcProperties(
            @Nullable @Pattern(regexp = "https?://.+") String issuerUri,
            @Nullable String audience,
            @DefaultValue("keydesk_roles") @NotBlank String rolesClaim,
            @Nullable String usernameClaim) {

        OidcProperties {
            issuerUri = present(issuerUri);
            audience = present(audience);
            usernameClaim = present(usernameClaim);
        }

        private static @Nullable String present(@Nullable String value) {
            return value == null || value.isBlank() ? null : value;
        }
    }
}
