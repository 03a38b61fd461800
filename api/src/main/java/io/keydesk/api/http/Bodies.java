package io.keydesk.api.http;

import io.keydesk.openapi.body.Drill;
import io.keydesk.openapi.body.Event;
import io.keydesk.openapi.body.EventPage;
import io.keydesk.openapi.body.Rotation;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.cluster.Rotated;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** Parts that bodies have in common. */
public final class Bodies {

    private Bodies() {}

    public static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /** As precisely as the database keeps it. */
    public static Instant instant(OffsetDateTime at) {
        return at.toInstant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Settings with numbers as numbers. */
    public static Map<String, Object> settings(Catalogue catalogue, Map<String, String> settings) {
        var typed = new TreeMap<String, Object>();
        settings.forEach((name, value) -> typed.put(
                name,
                catalogue.setting(name).map(setting -> setting.typed(value)).orElse(value)));
        return typed;
    }

    public static Event event(io.keydesk.service.timeline.Event event) {
        return Event.builder()
                .id(event.id())
                .type(event.type())
                .at(utc(event.at()))
                .actor(event.actor())
                .message(event.message())
                .ticketId(event.ticket() == null ? null : event.ticket().value())
                .clusterId(event.cluster() == null ? null : event.cluster().value())
                .from(event.from())
                .to(event.to())
                .took(event.took() == null ? null : event.took().toString())
                .build();
    }

    public static Drill drill(io.keydesk.service.cluster.Drill drill) {
        var measured = drill.measured();
        return Drill.builder()
                .revision(drill.revision())
                .from(drill.from())
                .to(drill.to())
                .writeGap(measured == null ? null : measured.gap().toString())
                .acknowledgedWrites(measured == null ? null : measured.acknowledged())
                .lostWrites(measured == null ? null : measured.lost())
                .build();
    }

    public static Rotation rotation(Rotated rotated) {
        return Rotation.builder()
                .generation(rotated.generation())
                .at(utc(rotated.at()))
                .oldPasswordUntil(rotated.oldUntil() == null ? null : utc(rotated.oldUntil()))
                .build();
    }

    public static EventPage events(Page<io.keydesk.service.timeline.Event> page) {
        return EventPage.builder()
                .items(page.map(Bodies::event))
                .next(page.next())
                .build();
    }
}
