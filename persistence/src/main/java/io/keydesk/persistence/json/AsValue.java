package io.keydesk.persistence.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Writes an id as its bare value. */
abstract class AsValue {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    AsValue(UUID value) {}

    @JsonValue
    abstract UUID value();
}
