package io.keydesk.provisioning;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.keydesk.provisioning.upkeep.Step;
import io.keydesk.service.crash.CrashPoint;

/** What touches the outside is killed in tests: keydesk itself is, at each point that stands here. */
@AnalyzeClasses(
        packages = {"io.keydesk.provisioning.local", "io.keydesk.provisioning.upkeep"},
        importOptions = DoNotIncludeTests.class)
class CrashPointsTests {

    @ArchTest
    static final ArchRule everyStepHasACrashPoint = classes()
            .that()
            .implement(Step.class)
            .should(haveACrashPoint())
            .because("a step that is never cut short in tests may leave anything behind");

    private static ArchCondition<JavaClass> haveACrashPoint() {
        return new ArchCondition<>("have a crash point") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean reaches = type.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(CrashPoint.class)
                                && call.getName().equals("reached"));
                events.add(new SimpleConditionEvent(
                        type, reaches, "%s calls no CrashPoint.reached()".formatted(type.getSimpleName())));
            }
        };
    }
}
