package io.keydesk.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What keydesk may do, line by line as {@code rights-<example>.txt} has it: a right more is as wrong as one less. */
class RightsTests {

    private static final List<String> EXAMPLES = Chart.EXAMPLES;

    @ParameterizedTest
    @FieldSource("EXAMPLES")
    void keydeskMayDoThisAndNothingElse(String example) throws IOException {
        assertThat(rights(Chart.render(example)))
                .isEqualTo(Files.readString(
                        Path.of("src/test/resources/io/keydesk/deploy", "rights-%s.txt".formatted(example))));
    }

    /** Sorted, for Helm need not keep an order. */
    private static String rights(List<Manifest> manifests) {
        var rights = new TreeSet<String>();
        Manifest.all(manifests, ClusterRole.class)
                .forEach(role -> rights.add("everywhere: " + role(role.getMetadata(), role.getRules())));
        Manifest.all(manifests, ClusterRoleBinding.class)
                .forEach(binding -> rights.add("everywhere: " + line(binding.getRoleRef(), binding.getSubjects())));
        Manifest.all(manifests, Role.class)
                .forEach(role -> rights.add(in(role) + role(role.getMetadata(), role.getRules())));
        Manifest.all(manifests, RoleBinding.class)
                .forEach(binding -> rights.add(in(binding) + line(binding.getRoleRef(), binding.getSubjects())));
        return String.join("", rights);
    }

    private static String in(HasMetadata object) {
        return "in %s: ".formatted(object.getMetadata().getNamespace());
    }

    private static String role(ObjectMeta metadata, List<PolicyRule> rules) {
        return metadata.getName() + "\n" + rules.stream().map(RightsTests::line).collect(Collectors.joining());
    }

    private static String line(PolicyRule rule) {
        var groups = rule.getApiGroups().stream().map(group -> group.isEmpty() ? "core" : group);
        assertThat(rule.getResourceNames()).isEmpty();
        assertThat(rule.getNonResourceURLs()).isEmpty();
        return "  %s: %s: %s\n"
                .formatted(
                        groups.collect(Collectors.joining(" ")),
                        String.join(" ", rule.getResources()),
                        String.join(" ", rule.getVerbs()));
    }

    private static String line(RoleRef role, List<Subject> subjects) {
        return "%s %s for %s\n"
                .formatted(
                        role.getKind(),
                        role.getName(),
                        subjects.stream()
                                .map(subject -> "%s %s/%s"
                                        .formatted(subject.getKind(), subject.getNamespace(), subject.getName()))
                                .collect(Collectors.joining(" and ")));
    }
}
