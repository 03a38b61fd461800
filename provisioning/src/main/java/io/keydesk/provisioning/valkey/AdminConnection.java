package io.keydesk.provisioning.valkey;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A short-lived connection to a node or a Sentinel. Every call is bounded in time; it throws {@link NoAnswer} or
 * {@link Refusal}.
 */
public final class AdminConnection implements AutoCloseable {

    /** For connecting, and for each reply: short enough that a frozen process does not hold up the others. */
    static final Duration TIMEOUT = Duration.ofMillis(500);

    private final Address address;
    private final Connection connection;

    private AdminConnection(Address address, Connection connection) {
        this.address = address;
        this.connection = connection;
    }

    /** @param login {@code null} for a stranger */
    static AdminConnection open(Address address, @Nullable Login login, Dialer dialer) {
        var config = DefaultJedisClientConfig.builder()
                .timeoutMillis((int) TIMEOUT.toMillis())
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        if (login != null) {
            config.user(login.user()).password(login.password());
        }
        try {
            return new AdminConnection(address, new Connection(() -> socket(address, dialer), config.build()));
        } catch (JedisConnectionException e) {
            throw noAnswer(address, e);
        } catch (JedisDataException e) {
            throw refusal(e);
        }
    }

    private static Socket socket(Address address, Dialer dialer) {
        try {
            return dialer.dial(address, TIMEOUT);
        } catch (IOException e) {
            throw new JedisConnectionException(e);
        }
    }

    /** Sends one command. The reply is a string, a {@code Long}, a list of replies, or {@code null}. */
    public @Nullable Object ask(String... words) {
        var reply = askAll(List.<String[]>of(words)).getFirst();
        if (reply instanceof Refusal refusal) {
            throw refusal;
        }
        return reply;
    }

    /** Sends all commands at once. A refused one has its {@link Refusal} as reply. */
    List<@Nullable Object> askAll(List<String[]> commands) {
        try {
            for (var words : commands) {
                connection.sendCommand(() -> SafeEncoder.encode(words[0]), Arrays.copyOfRange(words, 1, words.length));
            }
            return connection.getMany(commands.size()).stream()
                    .<@Nullable Object>map(AdminConnection::decoded)
                    .toList();
        } catch (JedisConnectionException e) {
            throw noAnswer(address, e);
        }
    }

    /**
     * Hears what is published on a channel. Returns only by {@link NoAnswer}: when the connection is lost, or nothing was
     * published for too long.
     *
     * @param heard gets each message, and must be quick
     */
    public void follow(String channel, Duration silence, Consumer<String> heard) {
        try {
            connection.sendCommand(() -> SafeEncoder.encode("SUBSCRIBE"), channel);
            connection.setSoTimeout((int) silence.toMillis());
            connection.getOne();
            while (true) {
                if (decoded(connection.getOne()) instanceof List<?> words
                        && words.getLast() instanceof String message) {
                    heard.accept(message);
                }
            }
        } catch (JedisConnectionException e) {
            throw noAnswer(address, e);
        }
    }

    private static @Nullable Object decoded(@Nullable Object reply) {
        return switch (reply) {
            case null -> null;
            case JedisDataException e -> refusal(e);
            default -> SafeEncoder.encodeObject(reply);
        };
    }

    private static Refusal refusal(JedisDataException e) {
        var words = e.getMessage();
        return new Refusal(words == null ? "no reason given" : words, e);
    }

    private static NoAnswer noAnswer(Address address, JedisConnectionException e) {
        boolean refused = false;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            refused |= cause instanceof ConnectException;
        }
        return new NoAnswer(address, refused, e);
    }

    @Override
    public void close() {
        connection.close();
    }
}
