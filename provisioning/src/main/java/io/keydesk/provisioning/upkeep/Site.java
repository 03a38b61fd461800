package io.keydesk.provisioning.upkeep;

import io.keydesk.provisioning.node.Dialect;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Drifts;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.ClusterSurvey;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.Presence;
import io.keydesk.service.provisioning.DesiredCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call for one cluster, as steps of any region see it: what is desired, what its nodes and Sentinels say, and the few
 * things that each region does in a way of its own. Made for a call and used by one thread.
 */
public abstract class Site {

    private @Nullable ClusterView seen;

    public abstract DesiredCluster desired();

    /** Whether the revision that is desired was seen on every node, and published. */
    public abstract boolean isApplied();

    /** What is remembered between the calls for this cluster. */
    public abstract Notebook notebook();

    /** Where nodes and Sentinels are announced. */
    public abstract List<Member> members();

    /** Which of them are known to run. */
    public abstract Presence presence();

    public abstract Secrets secrets();

    /** Keeps these passwords, and the users that follow from them, for whatever starts from now on. */
    public abstract void keep(Secrets next);

    /** For how long at most a node or a Sentinel may still be started with the passwords before. */
    public abstract Duration outdated();

    /** As keydesk's own user. */
    public abstract AdminClient client();

    /** What the server that nodes run understands. */
    public abstract Dialect dialect();

    /** What the nodes shall be told. */
    public abstract Directives desiredDirectives();

    /** What they were told and have taken; a node that starts is told the same. */
    public abstract Directives storedDirectives();

    /** Keeps {@link #desiredDirectives}, and the users that follow from them, for whatever starts from now on. */
    public abstract void keepDirectives();

    /** Nodes that have to restart for a reason that only the region knows. */
    public abstract List<Roll.Stale> stale(ClusterView view);

    /**
     * Ends a node, which saves what it is to save first, so that it comes back with what is kept. Does not wait for that, but
     * until it has ended or is no longer {@linkplain #presence present}: a look must not find it as it was. Who asks for it
     * tells it.
     */
    public abstract void restart(Member node);

    /**
     * Ends a Sentinel in the same way, so that it comes back as one that knows nothing, and is told which node is the
     * {@linkplain ClusterView#presumedPrimary primary}. Who asks for it tells it.
     */
    public abstract void rebuildSentinel(Member member);

    /** What is kept of the last drill beside the cluster itself; nothing before the first. */
    public abstract Optional<DrillNote> drill();

    /** Keeps it in place of what was kept before; it is there once this has returned, whatever happens to keydesk. */
    public abstract void keep(DrillNote note);

    /** What to ask nodes for beside that which is compared. */
    protected List<String> extraParameters() {
        return List.of();
    }

    /** What nodes and Sentinels say; asked once, and again after something was {@linkplain #changed changed}. */
    public final ClusterView look() {
        var view = seen;
        if (view == null) {
            view = survey().of(members(), presence());
            seen = view;
        }
        return view;
    }

    /** The same, but replicas had their time to receive what the primary had. */
    public final ClusterView lookAtReplicas() {
        var view = survey().caughtUp(look(), presence());
        seen = view;
        return view;
    }

    /** Forgets what was seen. */
    public final void changed() {
        seen = null;
    }

    private ClusterSurvey survey() {
        var parameters = Stream.of(desiredDirectives().parameters(), Drifts.PARAMETERS, extraParameters())
                .flatMap(List::stream);
        return new ClusterSurvey(client(), parameters.toList());
    }

    /** Finds what is different of that which no ticket changes. */
    final Drifts drifts() {
        return new Drifts(secrets(), storedDirectives().channels(), dialect());
    }
}
