package io.keydesk.service.approval;

import java.util.function.Function;

/**
 * A named rule.
 *
 * @param name in kebab-case, as it stands in tickets and properties
 */
public record ApprovalPolicy(String name, Function<Case, Opinion> rule) {

    Opinion on(Case matter) {
        return rule.apply(matter);
    }
}
