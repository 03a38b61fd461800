package io.keydesk.api.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in a line or two, where a stack trace would hide it. */
final class TokensRefusedAnalyzer extends AbstractFailureAnalyzer<TokensRefused> {

    @Override
    protected FailureAnalysis analyze(Throwable root, TokensRefused cause) {
        return new FailureAnalysis(cause.what(), cause.wayOut(), cause);
    }
}
