package io.keydesk.api;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.keydesk.service.HouseRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseTests {

    private static final JavaClasses API = HouseRules.classesOf("api");

    @TestFactory
    Stream<DynamicTest> keepsTheRulesOfTheHouse() {
        return HouseRules.ofModule("api").map(rule -> dynamicTest(rule.getDescription(), () -> rule.check(API)));
    }
}
