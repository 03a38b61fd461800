package io.keydesk.api.process;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** A Valkey server, asked without keydesk. */
record RealNode(HostAndPort address, String password) {

    /** {@code master} or {@code slave}, in its own words. */
    String role() {
        try (var node = open()) {
            return node.info("replication")
                    .lines()
                    .filter(line -> line.startsWith("role:"))
                    .map(line -> line.substring("role:".length()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    Map<String, String> settings(Collection<String> names) {
        try (var node = open()) {
            var settings = new TreeMap<String, String>();
            names.forEach(name -> settings.putAll(node.configGet(name)));
            return settings;
        }
    }

    void set(String directive, String value) {
        try (var node = open()) {
            node.configSet(directive, value);
        }
    }

    private Jedis open() {
        var login = DefaultJedisClientConfig.builder()
                .user("_ops")
                .password(password)
                .build();
        return new Jedis(address, login);
    }

    @Override
    public String toString() {
        return "node on " + address;
    }
}
