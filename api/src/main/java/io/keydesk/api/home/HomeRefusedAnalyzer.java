package io.keydesk.api.home;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

final class HomeRefusedAnalyzer extends AbstractFailureAnalyzer<HomeRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, HomeRefused cause) {
        return new FailureAnalysis(cause.what(), cause.wayOut(), cause);
    }
}
