package io.keydesk.service.desk;

import io.keydesk.service.catalogue.Environment;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.ticket.FailOver;
import io.keydesk.service.ticket.PowerOff;
import io.keydesk.service.ticket.PowerOn;
import io.keydesk.service.ticket.TicketRequest;
import java.util.ArrayList;
import java.util.List;

/** What to think about before a cluster is powered off or on, or its primary is replaced in a drill. */
record PowerWarnings(Cluster cluster) {

    List<String> of(TicketRequest request) {
        var warnings = new ArrayList<String>();
        if (request instanceof PowerOff) {
            warnings.add(
                    "Nothing of the cluster answers until it is powered on again. Its settings, passwords, addresses, published connection and place in the quota are kept.");
            warnings.add(
                    keepsData()
                            ? "Its data is saved when it ends, and is there again once it is powered on."
                            : "All its data is lost: persistence is off.");
        }
        if (request instanceof PowerOn) {
            warnings.add(
                    keepsData()
                            ? "It comes back with the data that it had when it was powered off."
                            : "It comes back empty: persistence is off.");
        }
        if (request instanceof FailOver) {
            warnings.add(
                    "Writes wait for about a second, and clients reconnect once. To measure that, keydesk writes to one key as the application (keydesk:drill:<revision> in database 0) and removes it.");
        }
        boolean interrupts = request instanceof PowerOff || request instanceof FailOver;
        if (interrupts && cluster.environment() == Environment.PRODUCTION) {
            warnings.add("This is a production cluster.");
        }
        return warnings;
    }

    /** The value of a setting of the catalogue, {@code off} where nothing is written to disk. */
    private boolean keepsData() {
        return !cluster.desired()
                .state()
                .settings()
                .getOrDefault("persistence", "off")
                .equals("off");
    }
}
