package io.keydesk.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house that a compiler does not check, for every module to run on itself:
 *
 * <pre>{@code
 * class HouseTests {
 *
 *     @TestFactory
 *     Stream<DynamicTest> keepsTheHouseRules() {
 *         return HouseRules.ofModule("persistence").map(rule -> dynamicTest(
 *                 rule.getDescription(), () -> rule.check(HouseRules.classesOf("persistence"))));
 *     }
 * }
 * }</pre>
 */
public final class HouseRules {

    private static final String HOUSE = "io.keydesk.";

    /** What each module must not know, beyond what its POM keeps out already. */
    private static final List<Ban> BANS = List.of(
            new Ban("persistence", "io.keydesk.provisioning..", "io.keydesk.api..", "org.springframework.web.."),
            new Ban("persistence", "jakarta.servlet..", "io.fabric8.."),
            new Ban("provisioning", "io.keydesk.persistence..", "io.keydesk.api..", "org.springframework.web.."),
            new Ban("provisioning", "jakarta.servlet..", "jakarta.persistence..", "org.springframework.data.."),
            new Ban("provisioning", "java.sql..", "javax.sql..", "org.springframework.jdbc.."),
            new Ban("api", "io.keydesk.persistence..", "io.keydesk.provisioning..", "jakarta.persistence.."),
            new Ban("api", "java.sql..", "javax.sql..", "org.springframework.jdbc..", "io.fabric8.."),
            new Ban("openapi", "io.keydesk.service..", "io.keydesk.api.."));

    private HouseRules() {}

    /** The main classes of a module. */
    public static JavaClasses classesOf(String module) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(HOUSE + module);
    }

    /** All rules for a module; those of packages among the features of {@code io.keydesk.<module>}. */
    public static Stream<ArchRule> ofModule(String module) {
        return Stream.concat(
                Stream.of(
                        isInPackagesOfTheModule(module),
                        hasAcyclicFeatures(module),
                        hasNoVagueNames(),
                        isNullMarked(),
                        doesNotSleep(),
                        asksAClockForTheTime()),
                bansOf(module));
    }

    /** The domain knows Java, its null annotations, a log, and a maker of ids. */
    public static ArchRule knowsNoFramework(String module) {
        return classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify.annotations..",
                        "org.slf4j..",
                        "com.fasterxml.uuid..",
                        HOUSE + module + "..")
                .because("the domain, the use cases and the ports outlive every framework (rule 1)");
    }

    /** With one package name per module, no package is ever in two jars. */
    public static ArchRule isInPackagesOfTheModule(String module) {
        return classes()
                .should()
                .resideInAPackage(HOUSE + module + "..")
                .because("a package in two jars has two owners (rule 2)");
    }

    public static ArchRule hasAcyclicFeatures(String module) {
        return slices().matching(HOUSE + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("features in a cycle are one feature (rule 2)");
    }

    public static ArchRule hasNoVagueNames() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Helpers?|Utils?|Base)")
                .because("a name says what a thing is (rule 4)");
    }

    public static ArchRule isNullMarked() {
        return classes()
                .that(are(
                        "top-level",
                        type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info")))
                .should(new ArchCondition<>("reside in a package that is @NullMarked") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getPackageName() + " lacks a package-info.java with @NullMarked"));
                        }
                    }
                })
                .because("NullAway only looks at what is marked (rule 10)");
    }

    public static ArchRule doesNotSleep() {
        return noClasses()
                .should()
                .callMethodWhere(are(
                        "a sleep",
                        call -> call.getTargetOwner().isAssignableTo(Thread.class)
                                && call.getName().equals("sleep")))
                .because("who sleeps holds a thread and cannot be tested (rule 14)");
    }

    public static ArchRule asksAClockForTheTime() {
        var rule = noClasses().should().callMethod(System.class, "currentTimeMillis");
        for (var type : Arrays.asList(
                Instant.class, LocalDate.class, LocalDateTime.class, OffsetDateTime.class, ZonedDateTime.class)) {
            rule = rule.orShould().callMethod(type, "now");
        }
        return rule.because("tests set the clock (rule 14)");
    }

    private static Stream<ArchRule> bansOf(String module) {
        return BANS.stream().filter(ban -> ban.module().equals(module)).map(Ban::rule);
    }

    private static <T> DescribedPredicate<T> are(String what, Predicate<? super T> test) {
        return DescribedPredicate.describe(what, test::test);
    }

    private record Ban(String module, List<String> packages) {

        Ban(String module, String... packages) {
            this(module, List.of(packages));
        }

        ArchRule rule() {
            return noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages.toArray(String[]::new))
                    .because("of the walls between the modules (rule 1)");
        }
    }
}
