package io.keydesk.api.home;

import java.nio.file.Path;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class HomeConfiguration {

    /** Before any other part is made, of which some begin to use the home at once. */
    @Bean
    static BeanFactoryPostProcessor homeIsChecked(Environment environment) {
        var home = environment.getProperty("keydesk.home", System.getProperty("user.home") + "/.keydesk");
        return _ -> new HomeFormat(Path.of(home).toAbsolutePath().normalize()).check();
    }
}
