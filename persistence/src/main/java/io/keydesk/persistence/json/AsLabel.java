package io.keydesk.persistence.json;

import com.fasterxml.jackson.annotation.JsonValue;

/** Writes choices as callers know them. */
interface AsLabel {

    @JsonValue
    String label();
}
