package io.keydesk.persistence.postgres;

import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Flyway refuses a database with tables in it that it did not make; this says so in keydesk's words. */
public final class ForeignDatabaseAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
        if (cause.getErrorCode() != CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
            return null;
        }
        return new FailureAnalysis(
                "The database holds tables of another application, and none of keydesk; nothing in it was changed.",
                "Name a database of its own: --spring.datasource.url=jdbc:postgresql://<host>/<empty database>.",
                cause);
    }
}
