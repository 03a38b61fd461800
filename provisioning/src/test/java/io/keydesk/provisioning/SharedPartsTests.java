package io.keydesk.provisioning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Every region has nodes; only one of them has processes of this machine, and only one has pods. */
@AnalyzeClasses(packages = "io.keydesk.provisioning", importOptions = DoNotIncludeTests.class)
class SharedPartsTests {

    private static final String LOCAL = "io.keydesk.provisioning.local..";
    private static final String MANIFEST = "io.keydesk.provisioning.manifest..";
    private static final String KUBERNETES = "io.keydesk.provisioning.kubernetes..";

    @ArchTest
    static final ArchRule whatRegionsShareKnowsNoRegion = noClasses()
            .that()
            .resideInAnyPackage("..valkey..", "..node..", "..upkeep..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(LOCAL, MANIFEST, KUBERNETES, "org.springframework..");

    @ArchTest
    static final ArchRule onlyTheKubernetesRegionKnowsKubernetes = noClasses()
            .that()
            .resideOutsideOfPackages(MANIFEST, KUBERNETES)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.fabric8..");
}
