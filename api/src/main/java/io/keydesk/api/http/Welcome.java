package io.keydesk.api.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says where to go, once it is worth going there. */
@Component
class Welcome {

    private static final Logger log = LoggerFactory.getLogger(Welcome.class);

    private final ServletWebServerApplicationContext server;

    Welcome(ServletWebServerApplicationContext server) {
        this.server = server;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready(ApplicationReadyEvent event) {
        var web = server.getWebServer();
        log.atInfo()
                .setMessage("keydesk is ready: http://localhost:{} (API at /docs)")
                .addArgument(web == null ? 0 : web.getPort())
                .addKeyValue("startedIn", event.getTimeTaken())
                .log();
    }
}
