package io.keydesk.provisioning.upkeep;

import io.keydesk.provisioning.node.Dialect;
import io.keydesk.provisioning.node.Directives;
import io.keydesk.provisioning.node.Secrets;
import io.keydesk.provisioning.valkey.AdminClient;
import io.keydesk.provisioning.valkey.ClusterView;
import io.keydesk.provisioning.valkey.Dialer;
import io.keydesk.provisioning.valkey.Member;
import io.keydesk.provisioning.valkey.Presence;
import io.keydesk.provisioning.valkey.Views;
import io.keydesk.service.catalogue.Catalogue;
import io.keydesk.service.catalogue.EngineVersion;
import io.keydesk.service.provisioning.Desired;
import io.keydesk.service.provisioning.DesiredCluster;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A site of no region: a cluster of which nothing runs. */
final class TestSite extends Site {

    private final Notebook notebook;
    private final Secrets secrets = Secrets.generate();
    private final DesiredCluster desired = Desired.cluster("orders-cache");
    private boolean applied = true;

    TestSite(Clock clock) {
        this.notebook = new Notebook(clock);
    }

    /** The same, before its revision was seen on every node. */
    TestSite unapplied() {
        applied = false;
        return this;
    }

    @Override
    public DesiredCluster desired() {
        return desired;
    }

    @Override
    public boolean isApplied() {
        return applied;
    }

    @Override
    public Notebook notebook() {
        return notebook;
    }

    @Override
    public List<Member> members() {
        return Views.members();
    }

    @Override
    public Presence presence() {
        return new Presence() {
            @Override
            public boolean hasNode(int index) {
                return false;
            }

            @Override
            public boolean hasSentinel(int index) {
                return false;
            }
        };
    }

    @Override
    public Secrets secrets() {
        return secrets;
    }

    @Override
    public void keep(Secrets next) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Duration outdated() {
        return Duration.ZERO;
    }

    @Override
    public AdminClient client() {
        return new AdminClient(secrets.opsLogin(), Dialer.DIRECT);
    }

    @Override
    public Dialect dialect() {
        return new Dialect(new EngineVersion(8, 0));
    }

    @Override
    public Directives desiredDirectives() {
        var plan = new Catalogue().storedPlan(desired.state().plan());
        return Directives.of(desired.state().settings(), plan, dialect());
    }

    @Override
    public Directives storedDirectives() {
        return desiredDirectives();
    }

    @Override
    public void keepDirectives() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<DrillNote> drill() {
        return Optional.empty();
    }

    @Override
    public void keep(DrillNote note) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Roll.Stale> stale(ClusterView view) {
        return List.of();
    }

    @Override
    public void restart(Member node) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rebuildSentinel(Member member) {
        throw new UnsupportedOperationException();
    }
}
