package io.keydesk.service;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseTests {

    private static final JavaClasses SERVICE = HouseRules.classesOf("service");

    @TestFactory
    Stream<DynamicTest> keepsTheRulesOfTheHouse() {
        return Stream.concat(HouseRules.ofModule("service"), Stream.of(HouseRules.knowsNoFramework("service")))
                .map(HouseTests::check);
    }

    private static DynamicTest check(ArchRule rule) {
        return dynamicTest(rule.getDescription(), () -> rule.check(SERVICE));
    }
}
