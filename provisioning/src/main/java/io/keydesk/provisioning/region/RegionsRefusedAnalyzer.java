package io.keydesk.provisioning.region;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in a line or two, where a stack trace would hide it. */
final class RegionsRefusedAnalyzer extends AbstractFailureAnalyzer<RegionsRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RegionsRefused cause) {
        return new FailureAnalysis(cause.what(), cause.wayOut(), cause);
    }
}
