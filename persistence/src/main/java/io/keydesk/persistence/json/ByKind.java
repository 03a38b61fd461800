package io.keydesk.persistence.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Tells requests, and times to carry them out, apart by their kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
interface ByKind {}
