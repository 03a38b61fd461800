package io.keydesk.provisioning.local;

import io.keydesk.provisioning.node.AclFiles;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.service.crash.CrashPoint;

/** Folders, ports, passwords, users and directives. */
record FilesStep(Ports ports) implements Step<Run> {

    @Override
    public Result take(Run run) {
        var lost = new LostFiles(run).restore();
        if (lost.isPresent()) {
            return lost.get();
        }
        var folder = run.folder();
        folder.all().forEach(PrivateFiles::createFolder);
        var known = ClusterRecord.read(folder);
        if (known.isEmpty()) {
            CrashPoint.FOLDERS_MADE.reached();
            var layout = ports.allocate(run.desired().id());
            if (layout.isEmpty()) {
                return new Failed(
                        "PortsExhausted",
                        "No six ports are free in keydesk.local.ports=%s: widen it, delete clusters, or stop what listens there."
                                .formatted(ports.range()),
                        true);
            }
            CrashPoint.PORTS_CHOSEN.reached();
            new ClusterRecord(layout.get(), 0, false).write(folder);
        }
        known.ifPresent(record -> ports.keep(run.desired().id(), record.layout()));
        if (SecretFiles.read(folder).isEmpty()) {
            SecretFiles.write(folder, Secrets.generate());
        }
        if (known.filter(ClusterRecord::started).isEmpty()) {
            // Nothing of an earlier wish is worth keeping yet.
            PrivateFiles.write(folder.directives(), run.desiredDirectives().render());
        }
        writeUsers(run);
        KeptFiles.read(folder).ifPresent(run.cluster()::keepFiles);
        return known.isPresent() ? new Done() : new Acted();
    }

    @Override
    public String phrase() {
        return "Choosing ports and writing files";
    }

    static void writeUsers(Run run) {
        var secrets = run.secrets();
        var dialect = run.dialect();
        PrivateFiles.write(
                run.folder().users(),
                AclFiles.ofNode(secrets, run.storedDirectives().channels(), dialect));
        PrivateFiles.write(run.folder().sentinelUsers(), AclFiles.ofSentinel(secrets, dialect));
    }
}
