package io.keydesk.service.desk;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.ticket.RotateCredentials;
import io.keydesk.service.ticket.TicketRequest;
import java.util.ArrayList;
import java.util.List;

/** What to think about before the passwords of a cluster are exchanged. */
record RotationWarnings(Cluster cluster) {

    List<String> of(TicketRequest request) {
        if (!(request instanceof RotateCredentials rotation)) {
            return List.of();
        }
        var warnings = new ArrayList<String>();
        boolean atOnce = rotation.overlapOrThrow().isZero();
        warnings.add(
                atOnce
                        ? "Without an overlap, the old password is refused as soon as the new one is published: applications that have not read that yet cannot log in. Connections that are open stay open%s."
                                .formatted(
                                        rotation.closeOldConnections()
                                                ? " until they are closed, which is at once"
                                                : ", and go on as who logged in with the old password")
                        : "Applications have to read the new password within %s of when it is published: the old one is refused afterwards."
                                .formatted(rotation.overlapOrThrow()));
        if (rotation.closeOldConnections() && !atOnce) {
            warnings.add(
                    "At the end of the overlap every connection of applications is closed once, for a server does not tell with which password it logged in; clients reconnect.");
        }
        if (atOnce && cluster.environment() == Environment.PRODUCTION) {
            warnings.add("This is a production cluster.");
        }
        return warnings;
    }
}
