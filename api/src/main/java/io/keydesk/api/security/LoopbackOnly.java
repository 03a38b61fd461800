package io.keydesk.api.security;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

/** Refuses to start with well-known tokens on an address that others can reach. */
final class LoopbackOnly implements InitializingBean {

    private final @Nullable InetAddress address;

    LoopbackOnly(ServerProperties server) {
        this.address = server.getAddress();
    }

    @Override
    public void afterPropertiesSet() {
        if (address == null || !address.isLoopbackAddress()) {
            throw new LocalTokensExposed(address == null ? "every address" : address.getHostAddress());
        }
    }
}
