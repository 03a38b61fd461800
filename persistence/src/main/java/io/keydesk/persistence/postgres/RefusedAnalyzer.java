package io.keydesk.persistence.postgres;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in a line or two, where a stack trace would hide it. */
final class RefusedAnalyzer extends AbstractFailureAnalyzer<Refused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, Refused cause) {
        return new FailureAnalysis(cause.what(), cause.wayOut(), cause);
    }
}
