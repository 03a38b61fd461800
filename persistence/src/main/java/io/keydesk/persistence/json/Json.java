package io.keydesk.persistence.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.keydesk.service.catalogue.Named;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.ticket.TicketRequest;
import io.keydesk.service.ticket.TicketState;
import io.keydesk.service.ticket.When;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Reads and writes the documents of the database. What a document has and a record does not know is ignored, so that an
 * older keydesk reads what a newer one has written.
 */
public final class Json {

    private final JsonMapper mapper = JsonMapper.builder()
            // Records are their components: what they derive from them, such as isHealthy(), is not stored.
            .changeDefaultVisibility(visibility -> visibility
                    .withGetterVisibility(Visibility.NONE)
                    .withIsGetterVisibility(Visibility.NONE)
                    .withFieldVisibility(Visibility.ANY))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(TicketRequest.class, ByKind.class)
            .addMixIn(TicketState.class, ByLabel.class)
            .addMixIn(When.class, ByKind.class)
            .addMixIn(ClusterId.class, AsValue.class)
            .addMixIn(Named.class, AsLabel.class)
            .registerSubtypes(named(TicketRequest.class))
            .registerSubtypes(named(TicketState.class))
            .registerSubtypes(named(When.class))
            .build();

    public String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    public @Nullable String writeNullable(@Nullable Object value) {
        return value == null ? null : write(value);
    }

    public <T> T read(String document, Class<T> type) {
        return mapper.readValue(document, type);
    }

    public <T> @Nullable T readNullable(@Nullable String document, Class<T> type) {
        return document == null ? null : read(document, type);
    }

    public <T> List<T> readList(String document, Class<T> elements) {
        return mapper.readerForListOf(elements).readValue(document);
    }

    /** Every record of a sealed type by its name in kebab-case, which is also its kind or label. */
    private static NamedType[] named(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .map(type -> new NamedType(
                        type,
                        type.getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT)))
                .toArray(NamedType[]::new);
    }
}
