package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.Dialect;
import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.provisioning.Region.Engine;
import java.nio.file.Files;
import java.nio.file.Path;

/** The server that this region runs, as node and, with {@code --sentinel}, as Sentinel. */
record ServerBinary(Path path, Engine engine) {

    Dialect dialect() {
        return new Dialect(EngineVersion.parse(engine.version()));
    }

    boolean isThere() {
        return Files.isExecutable(path);
    }
}
