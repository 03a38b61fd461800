package io.keydesk.persistence.postgres;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in a line or two, where a stack trace would hide it. */
final class HomeInUseAnalyzer extends AbstractFailureAnalyzer<HomeInUse> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, HomeInUse cause) {
        return new FailureAnalysis(
                "Another keydesk (%s) is running on %s; nothing there was touched."
                        .formatted(cause.holder(), cause.home()),
                "Stop the other one, or start this one with a folder of its own: --keydesk.home=<another folder>, or with a database server: --spring.datasource.url=jdbc:postgresql://…",
                cause);
    }
}
