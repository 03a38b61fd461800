package io.keydesk.api;

import io.keydesk.openapi.http.EnumConverterConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Starts keydesk. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@Import(EnumConverterConfiguration.class)
public class Keydesk {

    public static void main(String[] args) {
        SpringApplication.run(Keydesk.class, args);
    }
}
