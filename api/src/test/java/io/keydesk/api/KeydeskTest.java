package io.keydesk.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

/**
 * Runs against all of keydesk: real HTTP, embedded PostgreSQL, the local region. One application serves all test classes,
 * with a home of its own that is empty at first, and ports that nobody else uses; they take turns with it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "keydesk.tenants.demo.clusters=100",
            "keydesk.tenants.acme.clusters=1",
            "keydesk.tenants.acme.memory=1GB",
            "keydesk.tenants.acme.environments.staging.clusters=0",
            "keydesk.streams.most-per-caller=20",
            "server.tomcat.connection-timeout=5s"
        })
@ContextConfiguration(initializers = FreshHome.class)
@Execution(ExecutionMode.SAME_THREAD)
@interface KeydeskTest {}
