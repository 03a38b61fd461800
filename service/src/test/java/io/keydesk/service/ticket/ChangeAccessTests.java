package io.keydesk.service.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.keydesk.service.answer.FieldError;
import io.keydesk.service.catalogue.Purpose;
import io.keydesk.service.cluster.Cluster;
import io.keydesk.service.cluster.ClusterId;
import io.keydesk.service.cluster.DesiredState;
import io.keydesk.service.cluster.SampleClusters;
import io.keydesk.service.provisioning.Namespaces;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangeAccessTests {

    private static final ClusterId CLUSTER = new ClusterId(SampleTickets.id());

    @Test
    void acceptsNamespacesToAddAndToRemove() {
        assertThat(errors(change(List.of("web"), List.of("shop")), "shop", "checkout"))
                .isEmpty();
    }

    @Test
    void refusesToChangeNothing() {
        assertThat(errors(change(List.of(), List.of()), "shop"))
                .containsExactly(new FieldError("add", "add or remove must name at least one namespace"));
    }

    @Test
    void refusesToAddWhatIsThere() {
        assertThat(errors(change(List.of("web", "shop"), List.of()), "shop"))
                .containsExactly(new FieldError("add[1]", "namespace shop has access already: leave it out"));
    }

    @Test
    void refusesToRemoveWhatIsNotThere() {
        assertThat(errors(change(List.of(), List.of("web")), "shop", "checkout"))
                .containsExactly(new FieldError(
                        "remove[0]", "a namespace to remove must be one that has access: shop, checkout"));
    }

    @Test
    void refusesANamespaceThatIsAddedAndRemoved() {
        assertThat(errors(change(List.of("web"), List.of("web")), "shop"))
                .containsExactly(new FieldError("remove[0]", "a namespace must be either added or removed, not both"));
    }

    @Test
    void refusesNamespacesThatAreNamedTwice() {
        assertThat(fields(change(List.of("web", "web"), List.of("shop", "shop")), "shop", "checkout"))
                .containsExactly("add", "remove");
    }

    @Test
    void refusesNamesThatAreNone() {
        assertThat(fields(change(List.of("web", "", "Web", "x".repeat(64)), List.of()), "shop"))
                .containsExactly("add[1]", "add[2]", "add[3]");
    }

    @Test
    void refusesNamespacesThatTheRegionDoesNotGive() {
        var region = Offers.guarded(new Namespaces(List.of("{tenant}-*"), List.of()));

        var errors = change(List.of("demo-web", "kube-system"), List.of())
                .errors(Offers.on(region, cluster(List.of("demo-shop"))));

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("add[1]");
            assertThat(error.message()).contains("region north", "demo-*", "kube-system");
        });
    }

    @Test
    void letsNamespacesGoThatTheRegionNoLongerGives() {
        var region = Offers.guarded(new Namespaces(List.of("demo-*"), List.of()));

        assertThat(change(List.of(), List.of("shop")).errors(Offers.on(region, cluster(List.of("shop", "demo-web")))))
                .isEmpty();
    }

    @Test
    void refusesToRemoveTheLastNamespaceAndSaysTheWayOut() {
        assertThat(errors(change(List.of(), List.of("shop")), "shop"))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo("remove");
                    assertThat(error.message()).contains("at least one namespace", "delete-cluster");
                });
    }

    @Test
    void letsTheLastNamespaceBeReplaced() {
        assertThat(errors(change(List.of("web"), List.of("shop")), "shop")).isEmpty();
    }

    @Test
    void leavesAtMostTwentyNamespaces() {
        var nineteen = names(19).toArray(String[]::new);

        assertThat(errors(change(List.of("web"), List.of()), nineteen)).isEmpty();
        assertThat(errors(change(List.of("web", "checkout"), List.of()), nineteen))
                .singleElement()
                .satisfies(error -> {
                    assertThat(error.field()).isEqualTo("add");
                    assertThat(error.message()).contains("at most 20", "it has 19 and would have 21");
                });
        assertThat(errors(change(List.of("web", "checkout"), List.of("n-3")), nineteen))
                .isEmpty();
    }

    @Test
    void looksAtNoMoreThanTwentyOfManyNames() {
        var many = IntStream.range(0, 5_000).mapToObj(_ -> "No Name").toList();

        assertThat(errors(change(many, many), "shop")).hasSize(44);
    }

    @Test
    void keepsTheOrderOfThoseThatStay() {
        var before = cluster(List.of("shop", "checkout", "web")).desired().state();

        var after = change(List.of("api", "batch"), List.of("checkout"))
                .effectOn(Optional.of(before), Offers.ofTwoRegions());

        assertThat(after).isEqualTo(before.withNamespaces(List.of("shop", "web", "api", "batch")));
    }

    @Test
    void saysInOneLineWhatItAsksFor() {
        assertThat(List.of(
                        change(List.of("web"), List.of()).summary(),
                        change(List.of(), List.of("web", "shop")).summary(),
                        change(List.of("web", "api"), List.of("shop")).summary()))
                .containsExactly(
                        "Give access to namespace web",
                        "Take access from namespaces web, shop",
                        "Give access to namespaces web, api, and take it from namespace shop");
    }

    private static List<String> fields(ChangeAccess change, String... has) {
        return errors(change, has).stream().map(FieldError::field).toList();
    }

    private static List<FieldError> errors(ChangeAccess change, String... has) {
        return change.errors(Offers.on(Offers.LOCAL, cluster(List.of(has))));
    }

    private static Cluster cluster(List<String> namespaces) {
        var state = new DesiredState("s", namespaces, Offers.CATALOGUE.defaults(Purpose.OTHER), false);
        return SampleClusters.of(SampleTickets.order("cache"), Purpose.OTHER, state);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n-" + i).toList();
    }

    private static ChangeAccess change(List<String> add, List<String> remove) {
        return new ChangeAccess(CLUSTER, add, remove);
    }
}
