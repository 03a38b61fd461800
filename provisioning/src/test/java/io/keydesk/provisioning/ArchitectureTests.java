package io.keydesk.provisioning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.keydesk.provisioning", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule featuresAreAcyclic =
            slices().matching("io.keydesk.provisioning.(*)..").should().beFreeOfCycles();

    /** Every region has nodes; only one of them has processes of this machine. */
    @ArchTest
    static final ArchRule whatRegionsShareKnowsNoRegion = noClasses()
            .that()
            .resideInAnyPackage("..valkey..", "..node..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.keydesk.provisioning.local..", "org.springframework..");

    /** Whoever waits waits for something, within a bound. */
    @ArchTest
    static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);
}
