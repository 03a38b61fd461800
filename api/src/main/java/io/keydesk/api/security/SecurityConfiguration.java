package io.keydesk.api.security;

import io.keydesk.api.problem.ProblemType;
import io.keydesk.api.problem.Problems;
import jakarta.servlet.DispatcherType;
import java.util.Set;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** What the pages of this server load: their own files only. Swagger UI writes styles and images into itself. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain everything(HttpSecurity http, TokenProperties tokens, SecurityProblems problems) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/", "/openapi.yaml", "/docs", "/docs/**", "/webjars/**", "/actuator/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> taking(tokens, server)
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems)
                        .withObjectPostProcessor(failingWith(problems)))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    private static OAuth2ResourceServerConfigurer<HttpSecurity> taking(
            TokenProperties tokens, OAuth2ResourceServerConfigurer<HttpSecurity> server) {
        var issuer = tokens.oidc().issuerUri();
        return issuer == null
                ? server.opaqueToken(opaque -> opaque.introspector(new LocalTokens()))
                : server.jwt(jwt -> jwt.decoder(new OidcDecoder(issuer, tokens.oidc()))
                        .jwtAuthenticationConverter(new OidcCallers(tokens.oidc())));
    }

    /** By itself, the filter lets an issuer that does not answer become a fault of keydesk. */
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> failingWith(SecurityProblems problems) {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(problems);
                return filter;
            }
        };
    }

    /** Requests are timed as a whole. Timing every filter of the chain by itself costs more than the chain. */
    @Bean
    SecurityObservationSettings observations() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    RequestRejectedHandler rejections(Problems problems) {
        return (request, response, _) -> problems.write(
                request,
                response,
                ProblemType.MALFORMED,
                "The path, a header or the name of the host is not accepted: call http://localhost with a plain path.");
    }

    @Bean
    SecurityProblems securityProblems(Problems problems) {
        return new SecurityProblems(problems);
    }

    @Bean
    TokenRules tokenRules(TokenProperties tokens, ServerProperties server) {
        return new TokenRules(tokens, server);
    }

    /**
     * Nothing that the database cannot keep. With the well-known tokens, only names of this machine: else a web page could
     * reach them by a name that it points here.
     */
    @Bean
    StrictHttpFirewall firewall(TokenProperties tokens) {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
        if (tokens.takesLocalTokens()) {
            firewall.setAllowedHostnames(Set.of("localhost", "127.0.0.1", "[::1]")::contains);
        }
        return firewall;
    }
}
