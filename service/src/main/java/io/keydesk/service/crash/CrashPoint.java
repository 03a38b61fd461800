package io.keydesk.service.crash;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The places at which a crash leaves the most behind: something was done, and nothing tells of it yet. Tests kill keydesk at
 * each of them, and see that the next start ends the work as if nothing had happened. In production nothing is set to
 * {@linkplain Trap trap} them: the compiler of the virtual machine removes them from the code.
 */
public enum CrashPoint {

    /** The database was made under its other name. */
    DATABASE_DRAFTED,
    /** A ticket is written, and not committed. */
    TICKET_WRITTEN,
    /** A ticket is stored, and its requester has no answer. */
    TICKET_FILED,
    /** An approval is stored, and the approver has no answer. */
    TICKET_APPROVED,
    /** A ticket whose time has come is due to be worked on, and its own job is still there. */
    TICKET_DUE,
    /** The revision that takes an order back is stored. */
    ORDER_TAKEN_BACK,

    /** A worker has a cluster. */
    CLUSTER_PICKED,
    /** The ticket says that work has begun. */
    TICKET_STARTED,
    /** A step was taken, and what came of it is not stored. */
    STEP_TAKEN,
    /** What came of a step is stored, and the worker still has the cluster. */
    OUTCOME_STORED,
    /** Events were taken out of the outbox, and nobody was told. */
    EVENTS_TAKEN,
    /** Everybody was told of events that are still in the outbox. */
    EVENTS_TOLD,

    /** The folders of a cluster are there, and no file. */
    FOLDERS_MADE,
    /** Ports were chosen, and are written nowhere. */
    PORTS_CHOSEN,
    /** A file is on the disk under a name that is not its own. */
    FILE_DRAFTED,
    /** One of several passwords is written. */
    PASSWORD_WRITTEN,
    /** Nodes have their files, and none was started. */
    NODES_PREPARED,
    /** A node was started, and nobody knows of its process. */
    NODE_LAUNCHED,
    /** New Sentinels have their files, and none was started. */
    SENTINELS_PREPARED,
    /** A Sentinel was started, and nobody knows of its process. */
    SENTINEL_LAUNCHED,
    /** All processes run for the first time, and no file says so. */
    SENTINELS_STARTED,
    /** The primary was seen to send on what is written to it. */
    STREAM_PROVEN,
    /** One of the connection's documents is published. */
    CONFIG_MAP_PUBLISHED,
    /** All of the connection is published, and no file says for which revision. */
    CONNECTION_PUBLISHED,

    /** The Secret that claims the names of a cluster on Kubernetes is there, and nothing else of it. */
    NAMES_CLAIMED,
    /** An object was applied on Kubernetes, and others were not. */
    OBJECT_APPLIED,

    /** One node has a new setting, the others do not. */
    SETTING_CHANGED,
    /** All nodes have all new settings, and would start with the old ones. */
    SETTINGS_CHANGED,
    /** A node that would restart has ended. */
    NODE_ENDED,
    /** A Sentinel that would start with another version has ended. */
    SENTINEL_ENDED,
    /** A primary that would hand over takes no writes. */
    WRITES_PAUSED,
    /** A Sentinel was told to replace the primary. */
    FAILOVER_ORDERED,
    /** There is another primary, and the old one does not know. */
    PRIMARY_REPLACED,
    /** The old primary follows the new one, and its clients were not cut off. */
    PRIMARY_DEMOTED,

    /** New passwords are kept, and nobody knows of them. */
    PASSWORDS_MADE,
    /** All nodes and Sentinels accept new passwords, and nobody uses them. */
    PASSWORDS_ACCEPTED,
    /** All that log in somewhere use new passwords, and nothing says so. */
    PASSWORDS_USED,
    /** No node lets the application in by its old password, and nothing says so. */
    OLD_PASSWORD_ENDED,

    /** That a drill begins is noted, and nobody was replaced. */
    DRILL_NOTED,

    /** Of a cluster that is being powered off its replicas have ended, and the primary runs. */
    REPLICAS_ENDED,

    /** What somebody changed by hand is changed back, and nobody was told. */
    DRIFT_REPAIRED,

    /** Some objects of a cluster on Kubernetes were deleted, and others were not. */
    OBJECT_DELETED,

    /** Of a cluster that is being deleted, or powered off, the Sentinels have ended, and the nodes run. */
    SENTINELS_ENDED,
    /** All processes of it have ended, and its files are there. */
    PROCESSES_ENDED,
    /** Some of its files are removed. */
    FILE_REMOVED,
    /** All of its files are removed, and its ports are still taken. */
    FOLDER_REMOVED,
    /** Nothing of a cluster is left but a job that looks at it. */
    CLUSTER_GONE;

    private static final @Nullable Trap TRAP = ServiceLoader.load(Trap.class, CrashPoint.class.getClassLoader())
            .findFirst()
            .orElse(null);

    /** Says that the running thread is here. */
    public void reached() {
        if (TRAP != null) {
            TRAP.reached(this);
        }
    }

    /** What tests put on the class path, as a service, to end the process at a point. */
    public interface Trap {

        void reached(CrashPoint point);
    }
}
