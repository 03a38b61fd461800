package io.keydesk.persistence.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Tells states apart by their label. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "label")
interface ByLabel {}
