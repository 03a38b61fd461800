package io.keydesk.api.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Where people land. */
@Configuration(proxyBeanMethods = false)
class Pages implements WebMvcConfigurer {

    @Override
    public void addViewControllers(ViewControllerRegistry views) {
        views.addRedirectViewController("/", "/docs");
        views.addViewController("/docs").setViewName("forward:/docs/index.html");
    }
}
