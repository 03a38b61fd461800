package io.keydesk.service.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.provisioning.Region.Engine;
import io.keydesk.service.provisioning.Region.Server;
import io.keydesk.service.provisioning.RegionClaims.Claimant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link RegionClaims} promise to several instances of keydesk. */
public abstract class RegionClaimsContract {

    private static final Claimant OWNER =
            new Claimant("owner", new Server("host-a", "/home/a"), new Engine("valkey", "8.0.1", false));
    private static final Claimant MOVED = new Claimant("owner", new Server("host-b", "/home/a"), null);
    private static final Claimant OTHER = new Claimant("other", new Server("host-b", "/home/b"), null);

    private RegionClaims first;
    private RegionClaims second;

    /** Forgets every claim. */
    protected abstract void empty();

    /** A further instance. */
    protected abstract RegionClaims instance();

    /** Makes what was claimed before stale. */
    protected abstract void letTimePass();

    @BeforeEach
    void open() {
        empty();
        first = instance();
        second = instance();
    }

    @Test
    void goesToTheFirstWhoClaimsIt() {
        assertThat(first.claim("local", OWNER, null)).isEmpty();

        assertThat(second.claim("local", OTHER, null)).hasValueSatisfying(holder -> {
            assertThat(holder.claimant()).isEqualTo(OWNER);
            assertThat(holder.alive()).isTrue();
        });
        assertThat(first.holder("local")).isEmpty();
        assertThat(second.holder("local").map(RegionClaims.Holder::claimant)).contains(OWNER);
        assertThat(second.claim("attic", OTHER, null)).isEmpty();
    }

    @Test
    void staysWithItsOwnerHoweverLongHeIsAway() {
        first.claim("local", OWNER, null);
        letTimePass();

        assertThat(second.claim("local", OTHER, null))
                .hasValueSatisfying(holder -> assertThat(holder.alive()).isFalse());
    }

    @Test
    void tellsThatItsOwnerWasStopped() {
        first.claim("local", OWNER, null);
        first.release("local");

        assertThat(second.claim("local", OTHER, null)).hasValueSatisfying(holder -> {
            assertThat(holder.alive()).isFalse();
            assertThat(holder.renewed()).isNull();
        });
    }

    @Test
    void goesBackAtOnceToItsOwnerWhereHeWas() {
        first.claim("local", OWNER, null);

        assertThat(second.claim("local", OWNER, null)).isEmpty();
        assertThat(first.claim("attic", OWNER, null)).isEmpty();
        assertThat(first.holder("local")).isPresent();
    }

    @Test
    void goesToAHomeThatWasMovedOnceItIsNotUsedWhereItWas() {
        first.claim("local", OWNER, null);

        assertThat(second.claim("local", MOVED, null)).isPresent();
        letTimePass();
        assertThat(second.claim("local", MOVED, null)).isEmpty();
        assertThat(first.claim("local", OWNER, null).map(RegionClaims.Holder::claimant))
                .contains(MOVED);
    }

    @Test
    void goesToWhoTakesItOverFromALostOwnerButNotFromALivingOne() {
        first.claim("local", OWNER, null);

        assertThat(second.claim("local", OTHER, "owner")).isPresent();
        letTimePass();
        assertThat(second.claim("local", OTHER, "somebody")).isPresent();
        assertThat(second.claim("local", OTHER, "owner")).isEmpty();
        assertThat(first.claim("local", OWNER, null)).isPresent();
    }

    @Test
    void isReleasedByWhoHasItOnly() {
        first.claim("local", OWNER, null);

        second.release("local");

        assertThat(second.holder("local"))
                .hasValueSatisfying(holder -> assertThat(holder.alive()).isTrue());
    }
}
