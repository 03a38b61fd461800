package io.keydesk.api.security;

import io.keydesk.api.security.TokenProperties.OidcProperties;
import io.keydesk.service.access.Role;
import io.keydesk.service.timeline.Event;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** The name and the roles that the claims of a token give. Roles that keydesk does not know are ignored. */
final class OidcCallers implements Converter<Jwt, AbstractAuthenticationToken> {

    private static final int LONGEST_NAME = 200;

    /** A token that is good, and names nobody. */
    static final class Nameless extends AuthenticationException {

        private static final long serialVersionUID = 1;

        private final String why;

        Nameless(List<String> claims) {
            this("The token names nobody in " + String.join(" or ", claims));
        }

        private Nameless(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    private final List<String> nameClaims;
    private final String rolesClaim;

    OidcCallers(OidcProperties properties) {
        var named = properties.usernameClaim();
        this.nameClaims = named == null ? List.of("preferred_username", "sub") : List.of(named);
        this.rolesClaim = properties.rolesClaim();
    }

    @Override
    public AbstractAuthenticationToken convert(Jwt jwt) {
        var name = nameClaims.stream()
                .map(claim -> claim(jwt.getClaims(), claim))
                .flatMap(Optional::stream)
                .map(Object::toString)
                .filter(OidcCallers::isName)
                .findFirst()
                .orElseThrow(() -> new Nameless(nameClaims));
        var roles = claim(jwt.getClaims(), rolesClaim).stream()
                .flatMap(OidcCallers::words)
                .filter(text -> Role.parse(text).isPresent())
                .distinct()
                .map(SimpleGrantedAuthority::new)
                .toList();
        return new JwtAuthenticationToken(jwt, roles, name);
    }

    /** Nobody passes for keydesk or for one of its policies, and every name can be kept. */
    private static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(Character::isISOControl)
                && !name.equals(Event.KEYDESK)
                && !name.startsWith("policy:");
    }

    /** The claim of exactly this name, for names may have dots, else what the path leads to. */
    private static Optional<Object> claim(Map<?, ?> claims, String path) {
        var whole = claims.get(path);
        if (whole != null) {
            return Optional.of(whole);
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> nested
                ? claim(nested, path.substring(dot + 1))
                : Optional.empty();
    }

    private static Stream<String> words(@Nullable Object claim) {
        return switch (claim) {
            case String text -> Stream.of(text.split("\\s+"));
            case Collection<?> list -> list.stream().flatMap(OidcCallers::words);
            case null, default -> Stream.empty();
        };
    }
}
