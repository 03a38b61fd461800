package io.keydesk.service.ticket;

import io.keydesk.service.catalogue.Named;

/** What an approval policy said of a ticket when it was filed. */
public record Finding(String policy, Verdict verdict, String message) {

    public enum Verdict implements Named {
        REFUSES,
        APPROVES,
        ASKS
    }
}
