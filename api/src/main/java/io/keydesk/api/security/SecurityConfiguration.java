package io.keydesk.api.security;

import io.keydesk.api.problem.ProblemType;
import io.keydesk.api.problem.Problems;
import jakarta.servlet.DispatcherType;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
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
    SecurityFilterChain everything(HttpSecurity http, SecurityProblems problems) {
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
                .oauth2ResourceServer(server -> server.opaqueToken(opaque -> {})
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .headers(headers -> headers.contentSecurityPolicy(
                                policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
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
    OpaqueTokenIntrospector tokens(LocalTokenProperties properties) {
        return properties.localTokens()
                ? new LocalTokens()
                : _ -> {
                    throw new BadOpaqueTokenException("no tokens are configured");
                };
    }

    @Bean
    @ConditionalOnProperty(name = "keydesk.security.local-tokens", havingValue = "true", matchIfMissing = true)
    LoopbackOnly loopbackOnly(ServerProperties server) {
        return new LoopbackOnly(server);
    }

    /**
     * Nothing that the database cannot keep. With the well-known tokens, only names of this machine: else a web page could
     * reach them by a name that it points here.
     */
    @Bean
    StrictHttpFirewall firewall(LocalTokenProperties properties) {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedParameterValues(value -> value.indexOf('\0') < 0);
        if (properties.localTokens()) {
            firewall.setAllowedHostnames(Set.of("localhost", "127.0.0.1", "[::1]")::contains);
        }
        return firewall;
    }
}
