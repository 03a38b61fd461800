package io.keydesk.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keydesk.api.security.TokenProperties.OidcProperties;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

class TokenRulesTests {

    @ParameterizedTest
    @CsvSource({
        ", , 127.0.0.1",
        "true, , 127.0.0.1",
        "false, https://issuer.example, 0.0.0.0",
        ", https://issuer.example, 0.0.0.0",
        ", https://issuer.example, ",
        "true, ' ', 127.0.0.1"
    })
    void letKeydeskStart(@Nullable Boolean local, @Nullable String issuer, @Nullable String address)
            throws UnknownHostException {
        var rules = rules(local, issuer, address);

        assertThatCode(rules::afterPropertiesSet).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  |                        | 0.0.0.0   | would listen on 0.0.0.0        | --server.address=127.0.0.1
            true  |                        |           | would listen on every address  | oidc.issuer-uri=https://
                  |                        | 0.0.0.0   | would listen on 0.0.0.0        | --server.address=127.0.0.1
            false |                        | 127.0.0.1 | Nobody could call keydesk      | oidc.issuer-uri=https://
            false | ' '                    | 127.0.0.1 | Nobody could call keydesk      | oidc.issuer-uri=https://
            true  | https://issuer.example | 127.0.0.1 | told to take both              | local-tokens=false
            """)
    void refuseToStart(
            @Nullable Boolean local, @Nullable String issuer, @Nullable String address, String what, String wayOut)
            throws UnknownHostException {
        var rules = rules(local, issuer, address);

        var refused = catchThrowableOfType(TokensRefused.class, rules::afterPropertiesSet);

        assertThat(refused.what()).contains(what);
        assertThat(refused.wayOut()).contains(wayOut);
    }

    private static TokenRules rules(@Nullable Boolean local, @Nullable String issuer, @Nullable String address)
            throws UnknownHostException {
        var server = new ServerProperties();
        server.setAddress(address == null ? null : InetAddress.getByName(address));
        return new TokenRules(
                new TokenProperties(local, new OidcProperties(issuer, null, "keydesk_roles", null)), server);
    }
}
