package io.keydesk.service.connection;

import io.keydesk.service.catalogue.Named;
import java.util.stream.Collectors;

/** What connects an application, to be pasted as it is. The password comes from the environment, never from the text. */
public enum Snippet implements Named {
    ENV {
        @Override
        public String render(Connection connection) {
            return """
                    export VALKEY_CLUSTER_NAME="%s"
                    export VALKEY_SENTINEL_HOST="%s"
                    export VALKEY_SENTINEL_PORT="%d"
                    export VALKEY_SENTINEL_PRIMARY="%s"
                    # VALKEY_PASSWORD: from GET /v1/clusters/{id}/credentials
                    """.formatted(
                            connection.cluster(),
                            connection.endpoints().sentinelHost(),
                            connection.endpoints().sentinelPort(),
                            Connection.PRIMARY_NAME);
        }
    },
    SPRING {
        @Override
        public String render(Connection connection) {
            return """
                    spring:
                      data:
                        redis:
                          username: %s
                          password: ${VALKEY_PASSWORD}
                          sentinel:
                            master: %s
                            nodes: %s
                    """.formatted(
                            Connection.USERNAME,
                            Connection.PRIMARY_NAME,
                            String.join(",", connection.endpoints().sentinels()));
        }
    },
    DJANGO {
        @Override
        public String render(Connection connection) {
            return """
                    # pip install django-redis
                    import os

                    DJANGO_REDIS_CONNECTION_FACTORY = "django_redis.pool.SentinelConnectionFactory"
                    CACHES = {
                        "default": {
                            "BACKEND": "django_redis.cache.RedisCache",
                            "LOCATION": "redis://%s/0",
                            "OPTIONS": {
                                "CLIENT_CLASS": "django_redis.client.SentinelClient",
                                "SENTINELS": [%s],
                                "PASSWORD": os.environ["VALKEY_PASSWORD"],
                            },
                        }
                    }
                    """.formatted(Connection.PRIMARY_NAME, sentinels(connection, "(\"%s\", %s)"));
        }
    },
    NODE {
        @Override
        public String render(Connection connection) {
            return """
                    // npm install ioredis
                    const Redis = require("ioredis");

                    const valkey = new Redis({
                      name: "%s",
                      sentinels: [%s],
                      password: process.env.VALKEY_PASSWORD,
                    });
                    """.formatted(Connection.PRIMARY_NAME, sentinels(connection, "{ host: \"%s\", port: %s }"));
        }
    },
    GO {
        @Override
        public String render(Connection connection) {
            return """
                    // go get github.com/redis/go-redis/v9
                    package main

                    import (
                    	"context"
                    	"fmt"
                    	"os"

                    	"github.com/redis/go-redis/v9"
                    )

                    func main() {
                    	client := redis.NewFailoverClient(&redis.FailoverOptions{
                    		MasterName:    "%s",
                    		SentinelAddrs: []string{%s},
                    		Password:      os.Getenv("VALKEY_PASSWORD"),
                    	})
                    	fmt.Println(client.Ping(context.Background()).Result())
                    }
                    """.formatted(
                            Connection.PRIMARY_NAME,
                            connection.endpoints().sentinels().stream()
                                    .map("\"%s\""::formatted)
                                    .collect(Collectors.joining(", ")));
        }
    },
    POD {
        @Override
        public String render(Connection connection) {
            return """
                    # Into the pod template of an application in namespace %1$s
                    metadata:
                      labels:
                        %2$s: %3$s
                    spec:
                      containers:
                        - name: app
                          envFrom:
                            - configMapRef:
                                name: %4$s
                            - secretRef:
                                name: %4$s
                    """.formatted(
                            String.join(" or ", connection.namespaces()),
                            connection.accessLabel(),
                            Connection.ALLOW,
                            connection.documentName());
        }
    };

    public abstract String render(Connection connection);

    private static String sentinels(Connection connection, String form) {
        return connection.endpoints().sentinels().stream()
                .map(address -> {
                    int colon = address.lastIndexOf(':');
                    return form.formatted(address.substring(0, colon), address.substring(colon + 1));
                })
                .collect(Collectors.joining(", "));
    }
}
