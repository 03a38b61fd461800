package io.keydesk.api.security;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

/** Refuses to start without tokens, with two kinds of them, and with well-known ones where others can reach them. */
final class TokenRules implements InitializingBean {

    private final TokenProperties tokens;
    private final @Nullable InetAddress address;

    TokenRules(TokenProperties tokens, ServerProperties server) {
        this.tokens = tokens;
        this.address = server.getAddress();
    }

    @Override
    public void afterPropertiesSet() {
        boolean oidc = tokens.oidc().issuerUri() != null;
        if (!tokens.takesLocalTokens() && !oidc) {
            throw new TokensRefused(
                    "Nobody could call keydesk: the local tokens are switched off, and no issuer of others is named.",
                    "Name an OpenID Connect issuer (--keydesk.security.oidc.issuer-uri=https://...), or leave the local tokens on.");
        }
        if (tokens.takesLocalTokens() && oidc) {
            throw new TokensRefused(
                    "keydesk takes either the fixed local tokens or those of an issuer, and it is told to take both.",
                    "Switch the local ones off (--keydesk.security.local-tokens=false), or leave out keydesk.security.oidc.issuer-uri.");
        }
        if (tokens.takesLocalTokens() && (address == null || !address.isLoopbackAddress())) {
            throw new TokensRefused(
                    "keydesk would listen on %s while the fixed local tokens, which everybody knows, are valid."
                            .formatted(address == null ? "every address" : address.getHostAddress()),
                    "Listen on loopback (--server.address=127.0.0.1), or take the tokens of an OpenID Connect issuer (--keydesk.security.oidc.issuer-uri=https://...).");
        }
    }
}
