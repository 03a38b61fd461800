package io.keydesk.api.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

class LocalTokensExposedAnalyzer extends AbstractFailureAnalyzer<LocalTokensExposed> {

    @Override
    protected FailureAnalysis analyze(Throwable root, LocalTokensExposed cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Listen on loopback (--server.address=127.0.0.1), or switch them off (--keydesk.security.local-tokens=false).",
                cause);
    }
}
