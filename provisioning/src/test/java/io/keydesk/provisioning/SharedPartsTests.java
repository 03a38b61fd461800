package io.keydesk.provisioning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Every region has nodes; only one of them has processes of this machine. */
@AnalyzeClasses(packages = "io.keydesk.provisioning", importOptions = DoNotIncludeTests.class)
class SharedPartsTests {

    @ArchTest
    static final ArchRule whatRegionsShareKnowsNoRegion = noClasses()
            .that()
            .resideInAnyPackage("..valkey..", "..node..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.keydesk.provisioning.local..", "org.springframework..");
}
